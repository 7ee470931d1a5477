"""A grades.csv that somebody changed by hand: noticed before it is written anew, with the lines that would say it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.record.decisions import Override
from autograder.record.runs import published_run, run_folder
from autograder.record.snapshot import RecordedClass, RecordedStudent, read_class
from autograder.results import plain_number
from autograder.text import csv_cell, first_few, visible

GRADES: Final = "grades.csv"
_MOST_SHOWN: Final = 5


class Edit(NamedTuple):
    """A cell of grades.csv that was changed by hand."""

    student: str  # as the file names them
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        """The change, for people."""
        return visible(f"{self.student}, {self.column}: {self.old or 'empty'} -> {self.new or 'empty'}")


class HandOverride(NamedTuple):
    """The override that says what was changed by hand."""

    student: str  # an id, or else the name
    assignment: str
    marks: Decimal | None  # in place of what was graded
    add: Decimal = Decimal(0)  # or, above the maximum, this much more

    def is_among(self, overrides: Sequence[Override]) -> bool:
        """Whether one of these says the same already."""
        return any(
            (one.student, one.assignment, one.target, one.marks, one.add)
            == (self.student, self.assignment, "", self.marks, self.add)
            for one in overrides
        )

    def lines(self, why: str) -> dict[str, str | Decimal]:
        """The lines of decisions.toml."""
        change = ("add", self.add) if self.marks is None else ("marks", self.marks)
        return {"student": self.student, "assignment": self.assignment, change[0]: change[1], "why": why}


def edits_of(record: Path) -> list[Edit]:
    """What was changed by hand in the grades.csv that was published last.

    A spreadsheet may write the same cells in another way: that is no change.
    """
    number = published_run(record)
    if number is None:
        return []
    ours = _cells(run_folder(record, number) / GRADES)
    theirs = _cells(record / GRADES)
    if ours is None or theirs is None:
        return []
    keys = dict.fromkeys([*ours, *theirs])
    pairs = [(key, ours.get(key, ""), theirs.get(key, "")) for key in keys]
    return [Edit(*key, old, new) for key, old, new in pairs if not _same(old, new)]


def overrides_for(record: Path, edits: Sequence[Edit]) -> dict[Edit, HandOverride | None]:
    """The override for each edit; None where none can say it."""
    number = published_run(record)
    known = read_class(run_folder(record, number)) if number is not None else RecordedClass((), {})
    students = {csv_cell(student.student): student for student in known.students}
    return {edit: _override(edit, students) for edit in edits}


def refuse_edits(record: Path, overrides: Mapping[Edit, HandOverride | None], decisions: Path) -> UserError:
    """What to say to somebody whose changes would be lost."""
    shown = "; ".join(first_few(map(str, overrides), _MOST_SHOWN))
    says = [override_text(one) for one in overrides.values() if one]
    lines = f"; in {decisions} this says it: {' '.join(first_few(says, _MOST_SHOWN))}" if says else ""
    lost = "" if all(overrides.values()) else "; what no override can say would be lost"
    return UserError(
        f"{record / GRADES} was changed by hand ({shown}), and would be overwritten{lines}{lost}: "
        "--take-edits writes the overrides, --discard-edits forgets the changes"
    )


def override_text(override: HandOverride) -> str:
    """The lines of decisions.toml, in one."""
    lines = override.lines("...").items()
    shown = ((key, f'"{value}"' if isinstance(value, str) else plain_number(value)) for key, value in lines)
    words = [f"{key} = {value}" for key, value in shown]
    return visible(f"[[override]] {' '.join(words)}")


def _override(edit: Edit, students: Mapping[str, RecordedStudent]) -> HandOverride | None:
    student = students.get(edit.student)
    work = student.work.get(edit.column) if student else None
    try:
        marks = Decimal(edit.new.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if student is None or work is None or not marks.is_finite():
        return None
    name = (student.id.split() or [student.email or student.student])[0]
    before_lateness = marks + Decimal(str(work.deducted))
    if before_lateness > work.maximum and work.mark is not None:
        return HandOverride(name, edit.column, None, marks - Decimal(str(work.mark)))
    return HandOverride(name, edit.column, before_lateness)


def _cells(path: Path) -> dict[tuple[str, str], str] | None:
    """The cells of a table by student and column; None if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    if not rows:
        return None
    return {(row[0], column): cell for row in rows[1:] if row for column, cell in zip(rows[0], row, strict=False)}


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","


def _same(old: str, new: str) -> bool:
    if " ".join(old.split()) == " ".join(new.split()):
        return True
    try:
        return Decimal(old) == Decimal(new.strip().replace(",", "."))
    except InvalidOperation:
        return False
