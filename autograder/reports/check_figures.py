"""The checks of an assignment, as a class meets them: how many pass, why not, and whether that tells students apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from autograder.record.whole import StudentRecord
from autograder.reports.statistics import FEWEST, Item, Summary, histogram, item, summary
from autograder.results import AssignmentResult, CheckResult, Outcome

_WEAK: Final = 0.15  # discriminations below are worth a look
_HARD: Final = 0.2
_EASY: Final = 0.97
_MOST_MISSED: Final = 3
CaughtAlone: TypeAlias = Mapping[str, Sequence[str]]
NOT_JUDGED: Final[CaughtAlone] = MappingProxyType({})
_NOT_TRIED: Final = (Outcome.NOT_REACHED, Outcome.NOT_WRITTEN)


@dataclass(frozen=True)
class CheckFigures:
    """A check and its figures."""

    number: int  # in its assignment, by which the picture and the table name it
    id: str
    part: str
    promise: str
    marks: int
    figures: Item
    failed: int
    not_tried: int  # of those who fail: not reached, or not written yet
    reason: str = ""  # why most of the others fail
    for_that_reason: int = 0  # how many
    alone: tuple[str, ...] | None = None  # wrong submissions of the course that no other check catches

    @property
    def missed(self) -> int:
        """How many tried it and failed."""
        return self.failed - self.not_tried

    @property
    def advice(self) -> str:
        """What to look at, "" where the figures are as they should be."""
        rate, discrimination = self.figures.rate, self.figures.discrimination
        if rate is None:
            return ""
        if discrimination is not None and discrimination < 0:
            return "those who do well elsewhere fail it: is the promise clear, and the check right?"
        if self.failed and self.not_tried == self.failed:
            return "nobody who got that far fails it"
        if rate <= _HARD and self.figures.students >= FEWEST:
            return "hardly anybody passes: does the handout prepare for it?"
        if discrimination is not None and discrimination < _WEAK:
            return "tells strong work from weak hardly at all: look at a few failures"
        if rate >= _EASY and self.figures.students >= FEWEST:
            return "nearly everybody passes"
        return ""


@dataclass(frozen=True)
class AssignmentFigures:
    """An assignment, over the work that was handed in and has a mark."""

    name: str
    maximum: int
    marks: Summary
    histogram: tuple[int, ...]  # tenths of the maximum
    checks: tuple[CheckFigures, ...]

    @property
    def most_missed(self) -> list[CheckFigures]:
        """The few checks that most who tried them fail, the worst first; of several with one cause in a part, one."""
        missed = [check for check in self.checks if check.missed]
        by_cause: dict[tuple[str, str], CheckFigures] = {}
        for check in sorted(missed, key=lambda check: (-check.missed, check.number)):
            by_cause.setdefault((check.part, check.reason), check)
        return list(by_cause.values())[:_MOST_MISSED]


def assignment_figures(
    students: Iterable[StudentRecord], blank: AssignmentResult, alone: CaughtAlone = NOT_JUDGED
) -> AssignmentFigures:
    """The figures of an assignment.

    Args:
        students: everybody.
        blank: its parts and checks.
        alone: for each check the wrong submissions of the course that no other catches, as far as they are known.
    """
    name = blank.assignment
    results = [result for student in students for result in student.result.assignments if result.assignment == name]
    handed = [result for result in results if result.handed_in and not result.undecided]
    marks = [float(result.score) for result in handed]
    checks = _by_check(handed)
    return AssignmentFigures(
        name,
        blank.maximum,
        summary(marks),
        tuple(histogram(marks, blank.maximum)),
        tuple(
            replace(_figures(number, check, checks.get(_key(check), [])), alone=_names(alone.get(check.id)))
            for number, check in enumerate(blank.checks, 1)
        ),
    )


def _names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _by_check(results: Iterable[AssignmentResult]) -> dict[str, list[tuple[CheckResult, int]]]:
    """For each check, how it ended for everybody, with the marks that they earned in all the others."""
    ended: dict[str, list[tuple[CheckResult, int]]] = {}
    for result in results:
        earned = result.earned
        for check in result.checks:
            if check.outcome is not Outcome.GRADER_BROKE:
                ended.setdefault(_key(check), []).append((check, earned - check.earned))
    return ended


def _figures(number: int, check: CheckResult, ended: list[tuple[CheckResult, int]]) -> CheckFigures:
    passed = [one.outcome is Outcome.PASSED for one, _ in ended]
    reasons = Counter(one.reason for one, _ in ended if one.outcome is Outcome.FAILED)
    reason, times = min(reasons.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    return CheckFigures(
        number,
        check.id,
        check.part,
        check.promise,
        check.marks,
        item(passed, [rest for _, rest in ended]),
        passed.count(False),
        sum(one.outcome in _NOT_TRIED for one, _ in ended),
        reason,
        times,
    )


def _key(check: CheckResult) -> str:
    return check.id or check.promise
