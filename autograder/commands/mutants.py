"""`autograder mutants`: how many small changes of the references the hidden suites catch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from autograder.commands.arguments import Argument, Assignments, CourseFolder, Jobs
from autograder.errors import EXIT_DONE, EXIT_FAILED

_HEADER: Final = ("assignment", "part", "mutants", "killed here", "survive everywhere")
_START: Final = "<!-- mutants: made by `make mutants` -->"
_END: Final = "<!-- end of mutants -->"


@dataclass(frozen=True)
class Options:
    """Change the references in many small ways, and see which changes the hidden suites catch.

    Exit codes: 0 every survivor has a reason in survivors.toml; 1 some have none, or break the suite; 2 wrong usage or
    course.
    """

    assignments: Assignments
    course: CourseFolder
    jobs: Jobs
    update: Annotated[
        Path | None, Argument(metavar="FILE", help="put the table into this Markdown file, between its marks")
    ]


def run(options: Options) -> int:
    """Grade all mutants, and print the table.

    Raises:
        UserError: the course, the protection or a list of survivors cannot be used.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.judging.markdown_tables import table_of, write_between
    from autograder.judging.survival import survival
    from autograder.reports.terminal import say

    console = Console()
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    rows: list[tuple[str, ...]] = []
    all_well = True
    for survived in survival(course, options.jobs):
        for line in survived.complaints:
            say(console, f"{survived.assignment}: {line}")
        rows += survived.rows
        all_well = all_well and not survived.complaints
    table = table_of(_HEADER, rows)
    say(console, table)
    if options.update:
        write_between(options.update, _START, _END, table)
    return EXIT_DONE if all_well else EXIT_FAILED
