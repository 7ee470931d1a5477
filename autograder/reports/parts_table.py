"""parts.csv: one row per check, and one per decision: the marks of an assignment's rows add up to its mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from autograder.results import AssignmentResult, Marks, PartResult, StudentResult, plain_number
from autograder.text import csv_cell

_Row = tuple[str, str, Marks | None, int, str]  # part, check, marks, maximum, outcome
COLUMNS: Final = ("student", "assignment", "part", "check", "marks", "maximum", "outcome")


def parts_csv(students: Iterable[StudentResult]) -> str:
    """The table; marks are empty where the grader broke."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for student in students:
        for assignment in student.assignments:
            for part, check, marks, maximum, outcome in _rows(assignment):
                shown = "" if marks is None else plain_number(marks)
                place = [csv_cell(student.student), assignment.assignment, part, csv_cell(check)]
                writer.writerow([*place, shown, maximum, outcome])
    return text.getvalue()


def _rows(assignment: AssignmentResult) -> Iterator[_Row]:
    for part in assignment.parts:
        yield from _part_rows(part)
    if assignment.awarded is not None:
        graded = sum(part.score for part in assignment.parts)
        yield "", "", assignment.awarded - graded, 0, "decided"
    if assignment.deducted:
        yield "", "", -assignment.deducted, 0, "late"


def _part_rows(part: PartResult) -> Iterator[_Row]:
    for check in part.checks:
        marks = None if check.undecided else check.score
        decided = "" if check.awarded is None else " (decided)"
        yield part.name, check.id or check.promise, marks, check.marks, f"{check.outcome}{decided}"
    if part.awarded is not None:
        yield part.name, "", part.awarded - sum(check.score for check in part.checks), 0, "decided"
