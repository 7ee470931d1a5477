"""`autograder handout`: the zip that students get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from autograder.commands.arguments import Argument, CourseFolder, ZipName
from autograder.errors import EXIT_DONE


@dataclass(frozen=True)
class Options:
    """Make the zip that students get: the public half of the course, and what they need to run it."""

    out: ZipName
    course: CourseFolder
    with_answers: Annotated[
        tuple[str, ...] | None,
        Argument(
            nargs="*",
            type=str,
            metavar="ASSIGNMENT",
            help="release the model answers to the handouts' questions: of these assignments, or else of all",
        ),
    ]


def run(options: Options) -> int:
    """Write the zip.

    Raises:
        UserError: there is no course, a stub has been solved in place, an assignment has no answers to release, or the
            zip cannot be made.
    """
    from rich.console import Console

    from autograder.course import Assignment, find_course
    from autograder.handout import handout_files
    from autograder.packing.archive import write_zip, zip_path
    from autograder.reports.terminal import say

    path = zip_path(options.out)
    released: tuple[Assignment, ...] = ()
    if options.with_answers is not None:
        released = find_course(options.course, with_solutions=True, only=options.with_answers).assignments
    files = handout_files(find_course(options.course, with_solutions=False), released)
    write_zip(path, {f"{path.stem}/{name}": content for name, content in files.items()})
    say(Console(), f"{path} holds {len(files)} files")
    return EXIT_DONE
