"""grades.csv: one row a student."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from autograder.results import StudentResult
from autograder.visible import visible

# What makes a spreadsheet run a cell as a formula, in wide letters too; white space before it is passed over.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
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
        known = [cell(student.id), cell(student.email), _LATE[student.late]]
        writer.writerow([cell(student.student), *marks, total, *known, cell(_notes(student))])
    return text.getvalue()


def cell(text: str) -> str:
    """The text for a cell of a CSV file: an apostrophe before what a spreadsheet would take for a formula.

    Control characters are shown as such: readers of CSV disagree about a lone carriage return.
    """
    shown = visible(text, keep="\n\t")
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def _notes(student: StudentResult) -> str:
    broke = [result.assignment for result in student.assignments if result.broke]
    notes = [f"the grader broke in {name}" for name in broke]
    notes += [note for result in student.assignments for note in result.notes]
    return "; ".join(notes)
