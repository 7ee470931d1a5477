"""`autograder judge`: grade the course's own test submissions, and compare the marks with what they should be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, Assignments, CourseFolder, Jobs, whole_number
from autograder.errors import EXIT_DONE, EXIT_FAILED, UserError

_START = "<!-- explanations: made by `autograder judge --table` -->"
_END = "<!-- end of explanations -->"
_HEADER = (
    *("assignment", "wrong", "explained", "by misconception", "by relation", "by boundary"),
    *("rightly", "wrongly", "read by nobody"),
)


@dataclass(frozen=True)
class Options:
    """Grade the course's own test submissions, and see whether each gets what it must.

    Exit codes: 0 all get what they must; 1 some do not; 2 wrong usage or course; 3 the grader broke.
    """

    assignments: Assignments
    course: CourseFolder
    jobs: Jobs
    every: Annotated[
        int,
        Argument(
            type=whole_number,
            default=1,
            metavar="N",
            help="only every N-th submission and misconception, and others at each seed",
        ),
    ]
    seeds: Annotated[
        int,
        Argument(
            type=whole_number,
            default=1,
            metavar="N",
            help="at N seeds: the course's own, and other draws each time, of which the marks alone are judged",
        ),
    ]
    update: Annotated[
        bool, Argument(help="write down which checks alone catch a wrong submission, for the report of a class")
    ]
    table: Annotated[
        Path | None,
        Argument(metavar="FILE", help="put the table of explanations into this Markdown file, between its marks"),
    ]
    margins: Annotated[bool, Argument(help="show how far right and wrong work is from every tolerance")]


def run(options: Options) -> int:
    """Judge the suites.

    Raises:
        UserError: a path, the course, the protection or a table of expectations cannot be used.
        GraderBroke: the grader itself broke on a test submission.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.judging.caught_alone import write_caught_alone
    from autograder.judging.judge import judge
    from autograder.judging.markdown_tables import table_of, write_between
    from autograder.reports.terminal import say

    if (options.update or options.table) and options.every > 1:
        raise UserError("--update and --table need all test submissions: leave --every out")
    console = Console()
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    rows: list[tuple[str, ...]] = []
    unclean: dict[str, list[str]] = {name: [] for name in course.names}
    for judged in judge(course, options.jobs, options.every, options.seeds):
        lines = [
            *judged.complaints,
            judged.summary,
            *((str(judged.explanations),) if judged.at_own_seed else ()),
            *(judged.margins if options.margins else ()),
        ]
        at_seed = f", {judged.seed}" if options.seeds > 1 else ""
        for line in lines:
            say(console, f"{judged.assignment}{at_seed}: {line}")
        if options.update and judged.at_own_seed:
            write_caught_alone(course.only([judged.assignment]).assignments[0], judged.alone)
        if judged.at_own_seed:
            rows.append((judged.assignment, *map(str, judged.explanations)))
        if judged.complaints:
            unclean[judged.assignment].append(judged.seed)
    if options.table:
        write_between(options.table, _START, _END, table_of(_HEADER, rows))
    if options.seeds > 1:
        for name, seeds in unclean.items():
            clean = f"{name}: clean at {options.seeds - len(seeds)} of {options.seeds} seeds"
            say(console, f"{clean}; not at {', '.join(seeds)}" if seeds else clean)
    return EXIT_FAILED if any(unclean.values()) else EXIT_DONE
