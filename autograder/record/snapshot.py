"""class.json: all that a record knows of a class at one moment, for programs: exactly as given, since grades.csv alters
names to be safe in spreadsheets. The same file in `runs/<n>/` is what comparisons compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from autograder.errors import UserError
from autograder.intake.records import KnownId
from autograder.record.whole import StudentRecord
from autograder.results import AssignmentResult, CheckResult, plain_number

CLASS_FILE: Final = "class.json"
GRADE_AGAIN: Final = "grade again (unchanged work is not graded twice)"
_FORMAT: Final = 2  # the first had no number


@dataclass(frozen=True)
class RecordedCheck:
    """How a check ended for one student."""

    outcome: str
    mark: float | None  # None while it is undecided


@dataclass(frozen=True)
class RecordedWork:
    """One assignment of one student."""

    maximum: int  # the marks that could be earned
    handed_in: bool
    mark: float | None = None  # that counts; None while it is undecided
    raw: float | None = None  # as graded, before any decision
    late_seconds: int | None = None
    deducted: float = 0  # because it was late
    why: tuple[str, ...] = ()  # what was decided about it
    checks: Mapping[str, RecordedCheck] = field(default_factory=dict)  # by id
    submission: str = ""  # what the result depends on, as hashes
    suite: str = ""
    engine: str = ""


@dataclass(frozen=True)
class RecordedStudent:
    """A student exactly as given, and what there was to grade."""

    student: str
    id: str
    email: str
    work: Mapping[str, RecordedWork]  # by assignment, in the order of the course
    key: str = ""  # the folder of their feedback
    ids: tuple[KnownId, ...] = ()  # by kind: what is an id in one system may be somebody else's in another


@dataclass(frozen=True)
class CheckWords:
    """A check as its suite has it."""

    part: str
    marks: int
    promise: str


@dataclass(frozen=True)
class RecordedClass:
    """A class at one moment."""

    students: tuple[RecordedStudent, ...]
    checks: Mapping[str, Mapping[str, CheckWords]]  # by assignment and id
    format: int = _FORMAT


def class_json(students: Iterable[StudentRecord], blanks: Mapping[str, AssignmentResult]) -> str:
    """The text of class.json.

    Args:
        students: all that is known of everybody.
        blanks: what each assignment looks like without work, in the order of the course.
    """
    recorded = recorded_class(students, blanks)
    return json.dumps(msgspec.to_builtins(recorded), indent=1) + "\n"  # as ASCII: names may hold lone surrogates


def recorded_class(students: Iterable[StudentRecord], blanks: Mapping[str, AssignmentResult]) -> RecordedClass:
    """The class as class.json has it; the arguments are those of `class_json`."""
    return RecordedClass(tuple(_recorded(student) for student in students), _words(blanks))


def read_class(folder: Path) -> RecordedClass:
    """The class that was last published in a record, or as it was in a run's folder.

    Raises:
        UserError: there is none, or an older version wrote it.
    """
    path = folder / CLASS_FILE
    try:
        document = json.loads(path.read_bytes())
        if isinstance(document, list):
            raise UserError(f"{path} was written by an older version: {GRADE_AGAIN}")
        recorded = msgspec.convert(document, RecordedClass)
    except FileNotFoundError:
        raise UserError(f"{path} does not exist: give the folder of `autograder grade --out`, or grade again") from None
    except (OSError, ValueError, RecursionError):
        raise UserError(f"{path} cannot be read: {GRADE_AGAIN}") from None
    if recorded.format > _FORMAT:
        raise UserError(f"{path} was written by a newer version: use that one")
    return recorded


def check_key(check: CheckResult) -> str:
    """The id of a check; its promise where an older version kept no id."""
    return check.id or check.promise


def _words(blanks: Mapping[str, AssignmentResult]) -> dict[str, dict[str, CheckWords]]:
    return {
        name: {check_key(check): CheckWords(check.part, check.marks, check.promise) for check in blank.checks}
        for name, blank in blanks.items()
    }


def _recorded(record: StudentRecord) -> RecordedStudent:
    result = record.result
    work = {one.assignment: _work(record, one) for one in result.assignments}
    return RecordedStudent(result.student, result.id, result.email, work, record.key, record.ids)


def _work(record: StudentRecord, result: AssignmentResult) -> RecordedWork:
    attempt = record.work[result.assignment].attempt
    depends = attempt and attempt.fingerprint
    return RecordedWork(
        result.maximum,
        result.handed_in,
        None if result.undecided else plain_number(result.score),
        None if result.broke else result.earned,
        result.late_seconds,
        plain_number(result.deducted),
        result.decisions,
        _checks(result.checks),
        depends.submission if depends else "",
        depends.suite if depends else "",
        depends.engine if depends else "",
    )


def _checks(checks: Sequence[CheckResult]) -> dict[str, RecordedCheck]:
    return {
        check_key(check): RecordedCheck(str(check.outcome), None if check.undecided else plain_number(check.score))
        for check in checks
    }
