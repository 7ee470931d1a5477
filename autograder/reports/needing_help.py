"""Who needs help, and why: what an instructor would see in the table of marks after a long look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from autograder.record.whole import StudentRecord
from autograder.results import AssignmentResult, plain_number

_HALF: Final = 0.5
_TWICE: Final = 2


class Need(NamedTuple):
    """A student who needs help."""

    student: StudentRecord
    reasons: tuple[str, ...]


def needs(students: Iterable[StudentRecord]) -> list[Need]:
    """Those who need help, the most urgent first: more reasons, each missing assignment after the second for one more,
    then fewer marks.

    Only assignments count that somebody handed in: the others are not due yet.
    """
    everybody = list(students)
    names = handed_in_by_somebody(everybody)
    found = [Need(student, reasons) for student in everybody if (reasons := tuple(_reasons(student, names)))]
    return sorted(found, key=lambda need: _urgency(need, names))


def _urgency(need: Need, names: Sequence[str]) -> tuple[float, ...]:
    missing = len(_missing(need.student, names))
    reasons = len(need.reasons) + max(missing - _TWICE, 0)
    return -reasons, float(need.student.result.decided_total), -missing


def handed_in_by_somebody(students: Iterable[StudentRecord]) -> tuple[str, ...]:
    """The assignments that are due, as far as the record can tell, in the order of the course."""
    names: dict[str, bool] = {}
    for student in students:
        for result in student.result.assignments:
            names[result.assignment] = names.get(result.assignment, False) or result.handed_in
    return tuple(name for name, given in names.items() if given)


def _reasons(student: StudentRecord, names: Sequence[str]) -> Iterator[str]:
    due = [result for result in student.result.assignments if result.assignment in names]
    missing = _missing(student, names)
    if len(missing) >= _TWICE:
        yield f"missing {len(missing)} times: {', '.join(missing)}"
    elif missing and len(due) == 1:
        yield f"missing: {missing[0]}"
    given = [result for result in due if result.handed_in and not result.undecided and result.maximum]
    if not given:
        return
    last = given[-1]
    falls = len(given) > 1 and _share(last) < _HALF and _share(last) < _share(given[-2])
    stuck = len(last.parts) > 1 and not any(part.score for part in last.parts[1:])
    if falls:
        yield f"under half and falling: {_mark(given[-2])}, then {_mark(last)}"
    if stuck:
        yield f"nothing past the first part of {last.assignment}"
    low = [result for result in given if _share(result) < _HALF]
    if low and not (falls or stuck):
        yield f"under half: {', '.join(map(_mark, low))}"


def _missing(student: StudentRecord, names: Sequence[str]) -> list[str]:
    results = (result for result in student.result.assignments if result.assignment in names)
    return [result.assignment for result in results if not result.handed_in and not result.score]


def _share(result: AssignmentResult) -> float:
    return float(result.score) / result.maximum


def _mark(result: AssignmentResult) -> str:
    return f"{plain_number(result.score):g} of {result.maximum} in {result.assignment}"
