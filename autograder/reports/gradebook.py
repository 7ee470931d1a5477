"""grades.csv: one row a student."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from autograder.results import StudentResult
from autograder.text import csv_cell

_LATE: Final = {True: "yes", False: "no", None: ""}


def grades_csv(students: Iterable[StudentResult], assignments: Iterable[str]) -> str:
    """The grades: `student`, a column an assignment, `total`, `id`, `email`, `late`, `notes`.

    What could not be decided is left empty, and so is what is not known.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *assignments, "total", "id", "email", "late", "notes"])
    for student in students:
        marks = ["" if result.undecided else result.score for result in student.assignments]
        total = "" if student.undecided else student.total
        known = [csv_cell(student.id), csv_cell(student.email), _LATE[student.late]]
        writer.writerow([csv_cell(student.student), *marks, total, *known, csv_cell(_notes(student))])
    return text.getvalue()


def _notes(student: StudentResult) -> str:
    broke = [result.assignment for result in student.assignments if result.broke]
    notes = [f"the grader broke in {name}" for name in broke]
    notes += [note for result in student.assignments for note in result.notes]
    return "; ".join(notes)
