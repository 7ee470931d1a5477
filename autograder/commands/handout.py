"""`autograder handout`: the zip that students get."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.course import find_course
from autograder.handout import handout_files
from autograder.packing.archive import write_zip, zip_path
from autograder.reports.terminal import say


def handout(options: argparse.Namespace) -> None:
    """Write the zip.

    Raises:
        UserError: there is no course, a stub is written, or the zip cannot be made.
    """
    path = zip_path(options.out)
    files = handout_files(find_course(options.course, with_solutions=False))
    write_zip(path, {f"{path.stem}/{name}": content for name, content in files.items()})
    say(Console(), f"{len(files)} files are in {path}")
