"""grades.csv: one row per student."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from autograder.results import StudentResult
from autograder.text import csv_cell

_LATE: Final = {True: "yes", False: "no", None: ""}


def grades_csv(students: Iterable[StudentResult], assignments: Iterable[str]) -> str:
    """The columns are `student`, one per assignment, `total`, `id`, `email`, `late` and `notes`.

    A mark that could not be decided is left empty, and so is anything unknown.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *assignments, "total", "id", "email", "late", "notes"])
    for student in students:
        marks = ["" if result.undecided else result.score for result in student.assignments]
        total = "" if student.undecided else student.total
        details = [csv_cell(student.id), csv_cell(student.email), _LATE[student.late], csv_cell(_notes(student))]
        writer.writerow([csv_cell(student.student), *marks, total, *details])
    return text.getvalue()


def _notes(student: StudentResult) -> str:
    notes = [f"the grader broke in {result.assignment}" for result in student.assignments if result.broke]
    notes += [note for result in student.assignments for note in result.notes]
    return "; ".join(notes)
