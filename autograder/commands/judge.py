"""`autograder judge`: grade the course's own test submissions, and hold the marks against what they should be."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Final

import torch
from rich.console import Console

from autograder.commands.protection import choose_protection
from autograder.cores import cores
from autograder.course import Assignment, find_course
from autograder.grading.pool import Broke, Grader, Plan, Task, grade_all, open_sessions
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Manner, SuiteSession
from autograder.judging.expectations import bounds, exhibits
from autograder.judging.summary import closest_right, summary_line, weakest_catch
from autograder.judging.verdicts import Broken, Verdict, verdict_on, verdicts_on_misconceptions

_MANNER: Final = Manner(shrink=False, measure=True)
_ROOM: Final = 10.0  # right work should stay so many times below each tolerance, mistakes so many times above


def judge(options: argparse.Namespace) -> bool:
    """Judge the suites; returns whether every test submission got what it must.

    Raises:
        UserError: a path, the course, the protection or a table of expectations is not as needed.
    """
    torch.set_num_threads(1)
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    course = find_course(options.course, with_solutions=True)
    course = course.only(options.assignments) if options.assignments else course
    choice = choose_protection(None, [course.folder / "solutions"])
    plan = Plan(course, choice.level.name, Limits(), _MANNER)
    good = True
    with choice.zygote as zygote:
        grader = Grader(open_sessions(course), zygote, Limits(), _MANNER)
        for place, assignment in enumerate(course.assignments):
            session = grader.sessions[assignment.name]
            found = list(_verdicts(grader, plan, assignment, place, session, options))
            good &= _tell(console, assignment, session, found, margins=options.margins)
    return good


def _verdicts(
    grader: Grader,
    plan: Plan,
    assignment: Assignment,
    place: int,
    session: SuiteSession,
    options: argparse.Namespace,
) -> Iterator[Verdict]:
    shown = exhibits(assignment, session.parts)[:: options.every]
    wrong = session.diagnosis.wrong if session.diagnosis else ()
    hints = {misconception.hint: misconception.name for misconception in wrong}
    tasks = [Task(number, place, exhibit.source) for number, exhibit in enumerate(shown)]
    for task, outcome in grade_all(grader, plan, tasks, options.jobs or cores()):
        exhibit = shown[task.student]
        if isinstance(outcome, Broke):
            raise Broken(f"{exhibit.kind}/{exhibit.name}: {outcome.detail}")
        yield verdict_on(exhibit, outcome, hints)
    if options.every == 1:
        yield from verdicts_on_misconceptions(session)


def _tell(
    console: Console, assignment: Assignment, session: SuiteSession, found: Sequence[Verdict], *, margins: bool
) -> bool:
    """Print what an assignment's verdicts come to; returns whether all is well."""
    complaints = [
        *(line for verdict in sorted(found, key=_place) for line in verdict.complaints()),
        *_too_near(assignment, session, found),
    ]
    lines = [*complaints, summary_line(found), *(_margin_lines(session, found) if margins else ())]
    for line in lines:
        console.print(f"{assignment.name}: {line}", markup=False)
    return not complaints


def _place(verdict: Verdict) -> tuple[str, str]:
    return verdict.kind, verdict.name


def _too_near(assignment: Assignment, session: SuiteSession, found: Sequence[Verdict]) -> Iterator[str]:
    """Tolerances that right work comes too near to, or that a mistake hardly exceeds."""
    excused = bounds(assignment)
    for check, ratio, name in closest_right(session, found):
        if ratio > 1 / _ROOM and check.function_name not in excused:
            yield f"right/{name} uses up {ratio:.2g} of the tolerance of {check.function_name}, more than a tenth"
    for part, strength, name in weakest_catch(session, found):
        if strength < _ROOM:
            yield f"{name} is {strength:.2g} tolerances off in {part} at most, less than {_ROOM:g}"


def _margin_lines(session: SuiteSession, found: Sequence[Verdict]) -> Iterator[str]:
    for check, ratio, name in closest_right(session, found):
        yield f"{check.part}: {check.function_name}: right work is within {ratio:.2g} of the tolerance ({name})"
    for part, strength, name in weakest_catch(session, found):
        yield f"{part}: every mistake is {strength:.3g} tolerances off or more ({name})"
