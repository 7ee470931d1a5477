"""A graded class, read from a results folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.gradebooks.numbers import number_in
from autograder.intake.records import KnownId
from autograder.record.opening import unchanging
from autograder.record.runs import finished_runs, published_run
from autograder.record.snapshot import GRADE_AGAIN, RecordedStudent, read_class
from autograder.tables.csv_table import CsvTable, read_csv_table
from autograder.text import csv_cell

TOTAL: Final = "total"


class Mark(NamedTuple):
    """A student's mark for an assignment, or for all of them together."""

    value: Decimal | None  # None where the grader broke
    missing: bool  # nothing was handed in, and nobody gave a mark anyway


@dataclass(frozen=True)
class GradedStudent:
    """A student exactly as recorded, and their marks by assignment, with `total` among them."""

    student: str
    id: str
    email: str
    marks: Mapping[str, Mark]
    ids: tuple[KnownId, ...] = ()  # by kind, where the record knows that


@dataclass(frozen=True)
class GradedClass:
    """The students of grades.csv, in its order."""

    students: tuple[GradedStudent, ...]
    maxima: Mapping[str, int]  # by assignment, with `total` last
    odd_totals: tuple[str, ...]  # students whose total is not the sum of their marks
    unpublished: tuple[int, ...] = ()  # runs after the one whose marks these are


def read_graded_class(results: Path) -> GradedClass:
    """The class in a results folder, with the marks of grades.csv, some of which an instructor may have changed.

    Raises:
        UserError: nothing was published in the folder, or grades.csv does not fit what was graded.
    """
    with unchanging(results):
        runs, published = finished_runs(results), published_run(results)
        if runs and published is None:
            advice = f"see `autograder diff`, then `autograder publish {results}`"
            raise UserError(f"{results}: no run was published: {advice}")
        recorded = read_class(results).students
        table = read_csv_table(results / "grades.csv")
    by_cell = {csv_cell(student.student): student for student in recorded}
    if len(by_cell) < len(recorded):
        raise UserError(f"{table.path} lists two students under one name: rename the folder of one, and grade again")
    maxima = {name: work.maximum for student in recorded for name, work in student.work.items()}
    for title in ("student", *maxima, TOTAL):
        if (count := table.header.count(title)) != 1:
            raise UserError(f"{table.path} has {'more than one' if count else 'no'} column {title}: {GRADE_AGAIN}")
    rows = [dict(zip(table.header, row.texts, strict=True)) for row in table.rows]
    for row in rows:
        if row["student"] not in by_cell:
            raise UserError(f"{table.path} names {row['student']}, who was not graded: delete that row, or grade again")
    students = [_student(table, row, by_cell[row["student"]]) for row in rows]
    odd_totals = tuple(student.student for student in students if not _adds_up(student))
    later = tuple(number for number in runs if published is not None and number > published)
    return GradedClass(tuple(students), {**maxima, TOTAL: sum(maxima.values())}, odd_totals, later)


def _student(table: CsvTable, row: Mapping[str, str], recorded: RecordedStudent) -> GradedStudent:
    values = {name: _value(table, row, name) for name in (*recorded.work, TOTAL)}
    marks = {name: Mark(values[name], not work.handed_in and not values[name]) for name, work in recorded.work.items()}
    total = Mark(values[TOTAL], all(mark.missing for mark in marks.values()))
    return GradedStudent(recorded.student, recorded.id, recorded.email, {**marks, TOTAL: total}, recorded.ids)


def _value(table: CsvTable, row: Mapping[str, str], name: str) -> Decimal | None:
    text = row[name]
    value = number_in(text)
    if value is None and text.strip():
        raise UserError(f"{table.path}: {row['student']} has {text!r} for {name}, which is not a number: correct it")
    return value


def _adds_up(student: GradedStudent) -> bool:
    values = [mark.value for name, mark in student.marks.items() if name != TOTAL]
    total = student.marks[TOTAL].value
    if any(value is None for value in values):
        return total is None
    return total == sum(value for value in values if value is not None)
