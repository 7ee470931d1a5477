"""The mistakes of a class, by number of students: those that have a name, and equal wrong answers to equal calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.record.whole import StudentRecord
from autograder.results import CheckResult, Outcome

_FEWEST: Final = 2  # students who answer alike: what one person does is on that person's page


@dataclass(frozen=True)
class Mistake:
    """A mistake that has a name."""

    assignment: str
    text: str  # what its students are told
    parts: tuple[str, ...]
    students: tuple[str, ...]  # keys


@dataclass(frozen=True)
class Cluster:
    """The same wrong answer to the same call."""

    assignment: str
    parts: tuple[str, ...]
    promises: tuple[str, ...]  # of the checks in which these students, and nobody else, answer alike
    message: str
    call: tuple[str, ...]
    students: tuple[str, ...]  # keys
    explained: str  # what some of them are told is behind it, "" if nothing is: a next misconception to write


def misconceptions(students: Iterable[StudentRecord]) -> list[Mistake]:
    """The misconceptions, each with its students, those of most students first: a student counts once."""
    who: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    parts: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key, assignment, check in _failures(students):
        if check.explanation and check.explanation.kind == "misconception":
            place = assignment, check.explanation.text
            who[place][key] = parts[place][check.part] = None
    mistakes = [Mistake(*place, tuple(parts[place]), tuple(keys)) for place, keys in who.items()]
    return sorted(mistakes, key=lambda one: (-len(one.students), one.assignment, one.text))


def clusters(students: Iterable[StudentRecord]) -> list[Cluster]:
    """Where several students give the same wrong answer to the same call: what has no name first, then by students.

    Checks in which exactly the same students answer alike are one cluster, told by the first of them.
    """
    alike: defaultdict[tuple[str, str, str, tuple[str, ...]], list[tuple[str, CheckResult]]] = defaultdict(list)
    for key, assignment, check in _failures(students):
        if check.outcome is Outcome.FAILED and check.repeatable:
            alike[assignment, check.id or check.promise, check.message, check.counterexample].append((key, check))
    merged: defaultdict[tuple[str, tuple[str, ...]], list[list[CheckResult]]] = defaultdict(list)
    for (assignment, *_), failures in alike.items():
        keys = tuple(key for key, _ in failures)
        if len(keys) >= _FEWEST:
            merged[assignment, keys].append([check for _, check in failures])
    found = [_cluster(assignment, keys, groups) for (assignment, keys), groups in merged.items()]
    return sorted(found, key=lambda one: (bool(one.explained), -len(one.students), one.assignment, one.message))


def _cluster(assignment: str, keys: tuple[str, ...], groups: Sequence[Sequence[CheckResult]]) -> Cluster:
    first = groups[0][0]
    explanations = (check.explanation.text for group in groups for check in group if check.explanation)
    return Cluster(
        assignment,
        tuple(dict.fromkeys(group[0].part for group in groups)),
        tuple(dict.fromkeys(group[0].promise for group in groups)),
        first.message,
        first.counterexample,
        keys,
        next(explanations, ""),
    )


def _failures(students: Iterable[StudentRecord]) -> Iterator[tuple[str, str, CheckResult]]:
    for student in students:
        for result in student.result.assignments:
            for check in result.checks if result.handed_in else ():
                if check.outcome is not Outcome.PASSED:
                    yield student.key, result.assignment, check
