"""`autograder notebooks`: students' notebooks and otter tests, built anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from autograder.commands.arguments import Argument, Assignments, CourseFolder
from autograder.errors import EXIT_DONE, EXIT_FAILED


@dataclass(frozen=True)
class Options:
    """Build students' notebooks and otter tests from handout, stub, reference and public checks.

    Exit codes: 0 all files are up to date; 1 (--check) some are stale; 2 wrong usage or course.
    """

    assignments: Assignments
    course: CourseFolder
    check: Annotated[bool, Argument(help="write nothing, only show which files are stale")]


def run(options: Options) -> int:
    """Build them, or with `--check` only compare.

    Raises:
        UserError: there is no course, no such assignment, or one cannot be built.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.notebooks.build import build, stale, write
    from autograder.reports.terminal import say

    console = Console()
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    is_stale = False
    for assignment, built in zip(course.assignments, build(course.assignments), strict=True):
        changed = stale(assignment, built)
        if not options.check:
            write(assignment, built)
        for path in changed:
            say(console, f"{'stale' if options.check else 'written'}: {path.relative_to(course.folder)}")
        if not changed:
            say(console, f"{assignment.name}: nothing to change")
        is_stale = is_stale or bool(changed)
    return EXIT_FAILED if options.check and is_stale else EXIT_DONE
