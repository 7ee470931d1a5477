"""Results of older versions, taken over into the record once: names of students were all that they knew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.grading.fingerprint import Fingerprint
from autograder.intake.records import ANY_KIND, KnownId
from autograder.record.attempts import Attempt
from autograder.record.json_files import read_record, write_record
from autograder.record.people import People, write_people
from autograder.record.snapshot import CLASS_FILE
from autograder.results import AssignmentResult, Timing


@dataclass(frozen=True)
class _OldWork:
    maximum: int
    handed_in: bool


@dataclass(frozen=True)
class _OldStudent:
    student: str
    id: str
    email: str
    work: Mapping[str, _OldWork]


@dataclass(frozen=True)
class _OldResult:
    fingerprint: Fingerprint
    result: AssignmentResult | None
    timing: Timing | None


def take_over(record: Path) -> int:
    """Take over the results of an older version, if the record is one; whatever kills this, it begins again.

    Returns:
        The number of students who were taken over.
    """
    state = record / "state"
    students = _old_class(record)
    if students is None or (state / "people.json").exists():
        return 0
    people = People()
    old_files = []
    for student in students:
        person = people.meet(student.student, _ids(student))
        for assignment in student.work:
            path = state / assignment / f"{_old_name(student.student)}.json"
            if old := read_record(path, _OldResult):
                attempt = Attempt(old.fingerprint, old.result, old.timing)
                write_record(state / assignment / f"{person.key}.json", [attempt])
            old_files.append(path)
    write_people(state / "people.json", people)
    for path in old_files:
        path.unlink(missing_ok=True)
    (record / "timings.csv").unlink(missing_ok=True)
    return len(students)


def _old_class(record: Path) -> list[_OldStudent] | None:
    try:
        document = json.loads((record / CLASS_FILE).read_bytes())
        return msgspec.convert(document, list[_OldStudent]) if isinstance(document, list) else None
    except (OSError, ValueError, RecursionError):
        return None


def _ids(student: _OldStudent) -> tuple[KnownId, ...]:
    ids = [KnownId(ANY_KIND, text) for text in student.id.split()]
    return (*ids, KnownId("email", student.email)) if student.email else tuple(ids)


def _old_name(student: str) -> str:
    return hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:32]
