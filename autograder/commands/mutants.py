"""`autograder mutants`: how many small changes of the references the hidden suites catch."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import torch
from rich.console import Console

from autograder.commands.protection import choose_protection
from autograder.cores import cores
from autograder.course import Assignment, find_course
from autograder.grading.pool import Broke, Grader, Plan, Task, grade_all, open_sessions
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Manner
from autograder.intake.records import Source
from autograder.judging.mutants import mutants_of
from autograder.judging.survival import Fate, complaints, excused, table_rows, write_between
from autograder.judging.verdicts import Broken
from autograder.results import Outcome

_MANNER: Final = Manner(shrink=False)
# A mutant that loops for ever is killed by its first call; a right call takes far less.
_LIMITS: Final = Limits(call=2.0, check=8.0, submission=20.0)
_HEADER: Final = ("assignment", "part", "mutants", "killed here", "survive everywhere")
_START: Final = "<!-- mutants: made by `make mutants` -->"
_END: Final = "<!-- end of mutants -->"


def mutants(options: argparse.Namespace) -> bool:
    """Grade all mutants and print the table; returns whether every survivor has its reason.

    Raises:
        UserError: the course, the protection or a list of survivors is not as needed.
    """
    torch.set_num_threads(1)
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    course = find_course(options.course, with_solutions=True)
    course = course.only(options.assignments) if options.assignments else course
    choice = choose_protection(None, [course.folder / "solutions"])
    plan = Plan(course, choice.level.name, _LIMITS, _MANNER)
    rows: list[tuple[str, ...]] = [_HEADER, tuple("---" for _ in _HEADER)]
    good = True
    with choice.zygote as zygote:
        grader = Grader(open_sessions(course), zygote, _LIMITS, _MANNER)
        for place, assignment in enumerate(course.assignments):
            fates = list(_fates(grader, plan, assignment, place, options.jobs or cores()))
            for line in complaints(fates, excused(assignment)):
                console.print(f"{assignment.name}: {line}", markup=False)
                good = False
            rows += table_rows(grader.sessions[assignment.name], fates, assignment.name)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    console.print(table, markup=False)
    if options.update:
        write_between(Path(options.update), _START, _END, table)
    return good


def _fates(grader: Grader, plan: Plan, assignment: Assignment, place: int, jobs: int) -> Iterator[Fate]:
    found = mutants_of(assignment.reference.read_text(encoding="utf-8"))
    file_name = f"{assignment.name}.py"
    sources = [Source(assignment.name, file_name, ((file_name, mutant.text),)) for mutant in found]
    tasks = [Task(number, place, source) for number, source in enumerate(sources)]
    for task, outcome in grade_all(grader, plan, tasks, jobs):
        mutant = found[task.student]
        if isinstance(outcome, Broke):
            raise Broken(f"{mutant.name}: {outcome.detail}")
        checks = [check for part in outcome.result.parts for check in part.checks]
        for check in checks:
            if check.outcome is Outcome.GRADER_BROKE:
                raise Broken(f"{mutant.name}: {check.promise}: {check.detail}")
        yield Fate(mutant, frozenset(check.part for check in checks if check.outcome is not Outcome.PASSED))
