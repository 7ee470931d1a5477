"""A student's attempts at an assignment, one after the other: what each earned, and what got fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from autograder.record.attempts import Attempt, newest_last
from autograder.results import AssignmentResult, Outcome


class PastAttempt(NamedTuple):
    """One attempt, as it was graded."""

    at: datetime | None
    earned: int | None  # None where the grader broke
    maximum: int
    fixed: tuple[str, ...]  # promises that it keeps and the one before did not
    broken: tuple[str, ...]  # the other way round
    counts: bool


def history(attempts: Sequence[Attempt], counted: Attempt | None) -> list[PastAttempt]:
    """The attempts, the newest last.

    Args:
        attempts: in the order in which they became known.
        counted: the one that counts.
    """
    past: list[PastAttempt] = []
    before: AssignmentResult | None = None
    for attempt in newest_last(attempts):
        result = attempt.result
        fixed, broken = _changes(before, result) if before and result else ((), ())
        earned = None if result is None or result.broke else result.earned
        maximum = result.maximum if result else 0
        past.append(
            PastAttempt(attempt.handed.at, earned, maximum, fixed, broken, attempt is counted or attempt == counted)
        )
        before = result or before
    return past


def _changes(before: AssignmentResult, after: AssignmentResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    passed = {check.id or check.promise: check.outcome is Outcome.PASSED for check in before.checks}
    now = [
        (check.promise, passed.get(check.id or check.promise), check.outcome is Outcome.PASSED)
        for check in after.checks
    ]
    return (
        tuple(promise for promise, then, holds in now if holds and then is False),
        tuple(promise for promise, then, holds in now if then and not holds),
    )
