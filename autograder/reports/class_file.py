"""class.json: names, ids and maxima exactly as graded, since grades.csv alters them to be safe in spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from autograder.errors import UserError
from autograder.results import StudentResult

CLASS_FILE: Final = "class.json"
GRADE_AGAIN: Final = "grade again (unchanged work is not graded twice)"


@dataclass(frozen=True)
class RecordedWork:
    """One assignment of one student."""

    maximum: int  # the marks that could be earned
    handed_in: bool


@dataclass(frozen=True)
class RecordedStudent:
    """A student exactly as given, and what there was to grade."""

    student: str
    id: str
    email: str
    work: dict[str, RecordedWork]  # by assignment, in the order of the course


def class_json(students: Iterable[StudentResult]) -> str:
    """The text of class.json."""
    records = [
        RecordedStudent(
            student.student,
            student.id,
            student.email,
            {result.assignment: RecordedWork(result.maximum, result.handed_in) for result in student.assignments},
        )
        for student in students
    ]
    return json.dumps(msgspec.to_builtins(records), indent=1) + "\n"  # as ASCII: names may hold lone surrogates


def read_class(results: Path) -> list[RecordedStudent]:
    """The class that was last graded into a results folder.

    Raises:
        UserError: nothing was graded into it, or an older version wrote it.
    """
    path = results / CLASS_FILE
    try:
        return msgspec.convert(json.loads(path.read_bytes()), list[RecordedStudent])
    except FileNotFoundError:
        raise UserError(f"{path} does not exist: give the folder of `autograder grade --out`, or grade again") from None
    except (OSError, ValueError, RecursionError):
        raise UserError(f"{path} cannot be read: {GRADE_AGAIN}") from None
