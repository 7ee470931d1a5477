"""`autograder handout`: the zip that students get."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.commands.arguments import CourseFolder, ZipName
from autograder.errors import EXIT_DONE


@dataclass(frozen=True)
class Options:
    """Make the zip that students get: the public half of the course, and what they need to run it."""

    out: ZipName
    course: CourseFolder


def run(options: Options) -> int:
    """Write the zip.

    Raises:
        UserError: there is no course, a stub has been solved in place, or the zip cannot be made.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.handout import handout_files
    from autograder.packing.archive import write_zip, zip_path
    from autograder.reports.terminal import say

    path = zip_path(options.out)
    files = handout_files(find_course(options.course, with_solutions=False))
    write_zip(path, {f"{path.stem}/{name}": content for name, content in files.items()})
    say(Console(), f"{path} holds {len(files)} files")
    return EXIT_DONE
