"""`autograder mutants`: how many small changes of the references the hidden suites catch."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console

from autograder.course import Assignment
from autograder.grading.pool import Task
from autograder.grading.submission import Limits
from autograder.grading.suite_session import GradingMode
from autograder.intake.records import Source
from autograder.judging.bench import Bench, open_bench
from autograder.judging.mutants import mutants_of
from autograder.judging.survival import MutantOutcome, complaints, excused, table_rows, write_between
from autograder.reports.terminal import say
from autograder.results import Outcome

_MODE: Final = GradingMode(shrink=False)
# A mutant that loops for ever is killed by its first call; a right call takes far less.
_LIMITS: Final = Limits(call=2.0, check=8.0, submission=20.0)
_HEADER: Final = ("assignment", "part", "mutants", "killed here", "survive everywhere")
_START: Final = "<!-- mutants: made by `make mutants` -->"
_END: Final = "<!-- end of mutants -->"


def mutants(options: argparse.Namespace) -> bool:
    """Grade all mutants and print the table; returns whether every survivor has its reason.

    Raises:
        UserError: the course, the protection or a list of survivors is not as needed.
        Broken: the grader itself broke in a mutant.
    """
    console = Console()
    rows: list[tuple[str, ...]] = [_HEADER, tuple("---" for _ in _HEADER)]
    good = True
    with open_bench(options, _MODE, _LIMITS) as bench:
        for assignment in bench.course.assignments:
            outcomes = list(_outcomes(bench, assignment))
            for line in complaints(outcomes, excused(assignment)):
                say(console, f"{assignment.name}: {line}")
                good = False
            rows += table_rows(bench.grader.sessions[assignment.name], outcomes, assignment.name)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    say(console, table)
    if options.update:
        write_between(Path(options.update), _START, _END, table)
    return good


def _outcomes(bench: Bench, assignment: Assignment) -> Iterator[MutantOutcome]:
    file_name = assignment.reference.name
    mutants = mutants_of(assignment.reference.read_text(encoding="utf-8"))
    tasks = [Task(mutant, Source(assignment.name, file_name, ((file_name, mutant.text),))) for mutant in mutants]
    for mutant, graded in bench.graded(tasks):
        failed = [check for check in graded.result.checks if check.outcome is not Outcome.PASSED]
        yield MutantOutcome(mutant, frozenset(check.part for check in failed))
