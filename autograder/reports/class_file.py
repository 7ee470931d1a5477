"""class.json: what grades.csv cannot say of a class, where names and ids are made fit for spreadsheets."""

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


@dataclass(frozen=True)
class RecordedWork:
    """One assignment of one student."""

    maximum: int  # the marks that could be earned
    handed_in: bool


@dataclass(frozen=True)
class RecordedStudent:
    """Who a student is, letter by letter, and what there was to grade."""

    student: str
    id: str
    email: str
    work: dict[str, RecordedWork]  # by assignment, in the order of the course


def class_json(students: Iterable[StudentResult]) -> str:
    """The class of one run."""
    records = [
        RecordedStudent(
            student.student,
            student.id,
            student.email,
            {result.assignment: RecordedWork(result.maximum, result.handed_in) for result in student.assignments},
        )
        for student in students
    ]
    return json.dumps(msgspec.to_builtins(records), indent=1) + "\n"  # escaped: names may hold halves of characters


def read_class(results: Path) -> list[RecordedStudent]:
    """The class that was last graded into a results folder.

    Raises:
        UserError: none was, or an older version did it.
    """
    path = results / CLASS_FILE
    try:
        return msgspec.convert(json.loads(path.read_bytes()), list[RecordedStudent])
    except FileNotFoundError:
        raise UserError(f"{path} does not exist: name the folder of `autograder grade --out`, or grade again") from None
    except (OSError, ValueError, RecursionError):
        raise UserError(f"{path} cannot be read: grade again, which keeps what did not change") from None
