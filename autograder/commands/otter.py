"""`autograder otter`: the autograder zip for otter."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.course import find_course
from autograder.otter.package import EXECUTABLE, otter_zip_files
from autograder.otter.settings import Setting
from autograder.packing.archive import write_zip, zip_path
from autograder.reports.terminal import say


def otter(options: argparse.Namespace) -> None:
    """Write the zip.

    Raises:
        UserError: there is no course or no such assignment, or the zip cannot be made.
    """
    path = zip_path(options.out)
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    setting = Setting(course.names, options.protection, options.allow_unsandboxed)
    write_zip(path, otter_zip_files(course, setting), EXECUTABLE)
    say(Console(), f"{path} grades {', '.join(course.names)}; it holds the solutions, so students must not get it")
