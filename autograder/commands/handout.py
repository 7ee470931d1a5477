"""`autograder handout`: the zip that students get."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.course import find_course
from autograder.errors import UserError
from autograder.handout import handout_files, write_zip
from autograder.reports.terminal import say


def handout(options: argparse.Namespace) -> None:
    """Write the zip.

    Raises:
        UserError: there is no course, a stub is written, or the zip cannot be made.
    """
    path = Path(options.out)
    if path.suffix != ".zip":
        raise UserError(f"{path} is no name of a zip: it must end in .zip")
    if not path.resolve().parent.is_dir():
        raise UserError(f"{path.parent} is no folder")
    files = handout_files(find_course(options.course, with_solutions=False))
    write_zip(path, files)
    say(Console(), f"{len(files)} files are in {path}")
