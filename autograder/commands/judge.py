"""`autograder judge`: grade the course's own test submissions, and hold the marks against what they should be."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console

from autograder.course import Assignment
from autograder.grading.pool import Task
from autograder.grading.submission import Limits
from autograder.grading.suite_session import GradingMode, SuiteSession
from autograder.judging.bench import Bench, open_bench
from autograder.judging.expectations import bounds, test_submissions
from autograder.judging.summary import closest_right, summary_line, weakest_catch
from autograder.judging.verdicts import Verdict, verdict_on, verdicts_on_misconceptions
from autograder.reports.terminal import say

_MODE: Final = GradingMode(shrink=False, measure=True)
_ROOM: Final = 10.0  # right work should stay so many times below each tolerance, mistakes so many times above


def judge(options: argparse.Namespace) -> bool:
    """Judge the suites; returns whether every test submission got what it must.

    Raises:
        UserError: a path, the course, the protection or a table of expectations is not as needed.
        Broken: the grader itself broke in a test submission.
    """
    console = Console()
    good = True
    with open_bench(options, _MODE, Limits()) as bench:
        for assignment in bench.course.assignments:
            session = bench.grader.sessions[assignment.name]
            found = list(_verdicts(bench, assignment, session, options.every))
            good &= _tell(console, assignment, session, found, margins=options.margins)
    return good


def _verdicts(bench: Bench, assignment: Assignment, session: SuiteSession, every: int) -> Iterator[Verdict]:
    tasks = [Task(chosen, chosen.source) for chosen in test_submissions(assignment, session.parts)[::every]]
    wrong = session.diagnosis.wrong if session.diagnosis else ()
    hints = {misconception.hint: misconception.name for misconception in wrong}
    for submission, graded in bench.graded(tasks):
        yield verdict_on(submission, graded, hints)
    yield from verdicts_on_misconceptions(session, every)


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
        say(console, f"{assignment.name}: {line}")
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
