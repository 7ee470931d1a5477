"""All that a record knows of everybody, with what was decided applied: what every view shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.record.applying import CountedWork, count
from autograder.record.attempts import Archive
from autograder.record.attributing import Attributed
from autograder.record.people import People
from autograder.results import AssignmentResult, StudentResult


@dataclass(frozen=True)
class StudentRecord:
    """A student, and what counts of their work."""

    key: str  # the folder of their feedback
    result: StudentResult
    work: Mapping[str, CountedWork]  # by assignment


def whole_class(
    people: People, archive: Archive, decisions: Attributed, blanks: Mapping[str, AssignmentResult]
) -> list[StudentRecord]:
    """Everybody, sorted by name: the same whatever the order of the runs.

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
        students.append(StudentRecord(person.key, result, work))
    return sorted(students, key=lambda student: (student.result.student, student.key))


def notes_of(students: list[StudentRecord]) -> Iterator[str]:
    """What instructors should know about decisions that were not applied."""
    for student in students:
        for work in student.work.values():
            yield from work.notes


def _late(work: Mapping[str, CountedWork]) -> bool | None:
    """Whether anything came late, None where nobody knows of anything."""
    known = [one.attempt.late for one in work.values() if one.attempt and one.attempt.late is not None]
    known += [one.result.late_seconds > 0 for one in work.values() if one.result.late_seconds is not None]
    return any(known) if known else None
