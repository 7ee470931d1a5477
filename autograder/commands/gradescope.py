"""`autograder gradescope`: the zip that grades on Gradescope."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.course import find_course
from autograder.gradescope.package import SCRIPTS, package_files
from autograder.gradescope.settings import Settings
from autograder.packing.archive import write_zip, zip_path
from autograder.reports.feedback import Feedback
from autograder.reports.results_json import Visibility
from autograder.reports.terminal import say


def gradescope(options: argparse.Namespace) -> None:
    """Write the zip.

    Raises:
        UserError: there is no course, no such assignment, or the zip cannot be made.
    """
    path = zip_path(options.out)
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    settings = Settings(Visibility(options.visibility), Feedback(options.feedback))
    write_zip(path, package_files(course, settings), SCRIPTS)
    say(Console(), f"{path} grades {', '.join(course.names)}; it holds the hidden suites: keep it from students")
