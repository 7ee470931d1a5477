"""All that a record knows of everybody, with what was decided applied: what every view shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from autograder.intake.records import KnownId
from autograder.record.applying import CountedWork, count, is_late
from autograder.record.attempts import Archive
from autograder.record.attributing import Attributed
from autograder.record.people import People
from autograder.results import AssignmentResult, StudentResult
from autograder.text import alphabetical, first_few

_MOST_NAMED: Final = 8


@dataclass(frozen=True)
class StudentRecord:
    """A student, and what counts of their work."""

    key: str  # the folder of their feedback
    result: StudentResult
    work: Mapping[str, CountedWork]  # by assignment
    ids: tuple[KnownId, ...] = ()  # all that are known


def whole_class(
    people: People, archive: Archive, decisions: Attributed, blanks: Mapping[str, AssignmentResult]
) -> list[StudentRecord]:
    """Everybody, in the order of the alphabet: the same whatever the order of the runs.

    Args:
        people: of the record.
        archive: what was handed in and graded.
        decisions: by student.
        blanks: what each assignment looks like without work, in the order of the course.

    Raises:
        UserError: a decision changes nothing.
    """
    decisions.require_targets(blanks)
    names = people.display_names()
    students = []
    for person in people:
        work = {
            name: count(
                archive.attempts(person.key, name),
                decisions.of(person.key, name),
                blank,
                person.absent.get(name, f"{name} was not handed in"),
            )
            for name, blank in blanks.items()
        }
        results = tuple(one.result for one in work.values())
        result = StudentResult(names[person.key], results, person.id, person.email, _late(work))
        students.append(StudentRecord(person.key, result, work, tuple(sorted(person.ids))))
    return sorted(students, key=lambda student: (alphabetical(student.result.student), student.key))


def notes_of(students: list[StudentRecord]) -> Iterator[str]:
    """What instructors should know about decisions that were not applied, and about lateness that nobody knows."""
    for student in students:
        for work in student.work.values():
            yield from work.notes
    for name in dict.fromkeys(name for student in students for name in student.work):
        if late := [one.result.student for one in students if _is_late_by_nobody_knows(one.work[name])]:
            names = ", ".join(first_few(late, _MOST_NAMED))
            yield f"{name}: {names} came late, and no platform says by how much: see `why` in grades.csv, and decide"


def _is_late_by_nobody_knows(work: CountedWork) -> bool:
    handed = work.attempt and work.attempt.handed
    return bool(handed and handed.late and work.result.late_seconds is None)


def _late(work: Mapping[str, CountedWork]) -> bool | None:
    """Whether anything came late, None where nobody knows of anything."""
    known = [is_late(one) for one in work.values()]
    return None if set(known) <= {None} else any(known)
