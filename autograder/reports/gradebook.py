"""grades.csv: one row per student."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from autograder.results import AssignmentResult, StudentResult, plain_number
from autograder.text import csv_cell

_LATE: Final = {True: "yes", False: "no", None: ""}


def grades_csv(students: Iterable[StudentResult], assignments: Sequence[str]) -> str:
    """The marks that count, and how they came about.

    The columns are `student`, one per assignment, `total`, `id`, `email`, `late` and `notes`; then for each assignment
    its mark before any decision and how many seconds it came late; and last, what was decided and why. A mark that
    could not be decided is left empty, and so is anything unknown.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    more = [f"{name} {what}" for name in assignments for what in ("raw", "late")]
    writer.writerow(["student", *assignments, "total", "id", "email", "late", "notes", *more, "why"])
    for student in students:
        marks = ["" if result.undecided else plain_number(result.score) for result in student.assignments]
        total = "" if student.undecided else plain_number(student.total)
        details = [csv_cell(student.id), csv_cell(student.email), _LATE[student.late], csv_cell(_notes(student))]
        came = [cell for result in student.assignments for cell in (_raw(result), _seconds(result))]
        writer.writerow([csv_cell(student.student), *marks, total, *details, *came, csv_cell(_why(student))])
    return text.getvalue()


def _raw(result: AssignmentResult) -> str:
    return "" if result.broke else str(result.earned)


def _seconds(result: AssignmentResult) -> str:
    return "" if result.late_seconds is None else str(result.late_seconds)


def _notes(student: StudentResult) -> str:
    notes = [f"the grader broke in {result.assignment}" for result in student.assignments if result.broke]
    notes += [note for result in student.assignments for note in result.notes]
    return "; ".join(notes)


def _why(student: StudentResult) -> str:
    return "; ".join(f"{result.assignment}: {line}" for result in student.assignments for line in result.decisions)
