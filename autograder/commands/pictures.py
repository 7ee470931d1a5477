"""`autograder pictures`: the notebook's pictures for whoever works in a script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, CourseFolder
from autograder.errors import EXIT_DONE, EXIT_FAILED


@dataclass(frozen=True)
class Options:
    """Draw the pictures of an assignment from the functions in your file, and write them as PNG files with a page.

    Exit codes: 0 all are drawn; 1 some cannot be drawn yet; 2 wrong usage or file.
    """

    file: Annotated[str, Argument(positional=True, metavar="FILE", help="training_loop.py, say")]
    out: Annotated[str, Argument(default="pictures", metavar="DIR", help="where to write them (default: pictures)")]
    course: CourseFolder


def run(options: Options) -> int:
    """Draw and write them.

    Raises:
        UserError: there is no course, the file cannot be read, or its assignment has no pictures.
    """
    import matplotlib
    from rich.console import Console

    from autograder.commands.home_check import source_of
    from autograder.course import find_course
    from autograder.pictures.files import album_of, write_album
    from autograder.reports.terminal import say

    matplotlib.use("agg")
    path = Path(options.file)
    course = find_course(options.course, with_solutions=False, near=[path])
    source = source_of(path, course)
    album = album_of(course.only([source.stem]).assignments[0], source)
    console = Console()
    for excuse in album.excuses:
        say(console, excuse, "yellow")
    page = write_album(Path(options.out), source.stem, album.pages)
    say(console, f"{len(album.pages)} pictures, all on one page: {page}")
    return EXIT_FAILED if album.excuses else EXIT_DONE
