"""`autograder classroom50`: the bundles for Classroom 50, with the public checks alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, Assignments, CourseFolder
from autograder.errors import EXIT_DONE


@dataclass(frozen=True)
class Options:
    """Make a folder per assignment with the public checks, as Classroom 50 runs them in students' repositories."""

    out: Annotated[str, Argument(required=True, metavar="DIR", help="where to write a folder for each assignment")]
    assignments: Assignments
    course: CourseFolder


def run(options: Options) -> int:
    """Write the bundles.

    Raises:
        UserError: there is no course or no such assignment, or a bundle cannot be made or written.
    """
    from rich.console import Console

    from autograder.classroom50.bundle import bundle_files
    from autograder.course import find_course
    from autograder.reports.terminal import say
    from autograder.system.atomic import make_folder, write_bytes_atomically

    course = find_course(options.course, with_solutions=False, only=options.assignments)
    console = Console()
    for assignment in course.assignments:
        folder = Path(options.out) / assignment.name
        files = bundle_files(course, assignment)
        for name, content in files.items():
            make_folder((folder / name).parent)
            write_bytes_atomically(folder / name, content)
        say(console, f"{folder} holds {len(files)} files: put it into autograders/ of the classroom's repository")
    return EXIT_DONE
