"""The views of a record, and the table of parts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

from autograder.record.applying import CountedWork
from autograder.record.whole import StudentRecord
from autograder.reports.files import broken_text, class_views, results_path
from autograder.reports.parts_table import parts_csv
from autograder.results import StudentResult
from tests.helpers.made_results import ADA, BROKEN, RIGHT, UNDECIDED, WRONG, assignment, part


def record_of(student: StudentResult) -> StudentRecord:
    return StudentRecord(student.student, student, {one.assignment: CountedWork(one) for one in student.assignments})


def test_views_lie_where_they_are_looked_for() -> None:
    students = [record_of(ADA), record_of(UNDECIDED)]
    blanks = {one.assignment: one.without_work("nothing") for one in ADA.assignments}
    assert list(class_views(students, blanks)) == ["grades.csv", "parts.csv", "class.json"]
    assert [results_path(one.key) for one in students] == ["students/ada/results.json", "students/ben/results.json"]


def test_the_trace_of_our_own_error_is_kept_for_the_instructor() -> None:
    assert broken_text([ADA, UNDECIDED]) == "ben, zero_init, bias: moves the bias\nTraceback: secret"
    assert broken_text([ADA]) == ""


def rows_of(student: StudentResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(parts_csv([student]), newline="")))


def test_parts_have_a_row_per_check_by_its_name() -> None:
    rows = rows_of(StudentResult("ada", (assignment(part(RIGHT, WRONG), part(BROKEN)),)))
    assert [(row["part"], row["check"], row["marks"], row["maximum"], row["outcome"]) for row in rows] == [
        ("trace", "test_loss", "20", "20", "passed"),
        ("trace", "test_counts", "0", "5", "failed"),
        ("bias", "test_bias", "", "15", "the grader broke"),
    ]


def test_the_rows_of_an_assignment_add_up_to_its_mark() -> None:
    decided = replace(part(replace(RIGHT, awarded=Decimal(18)), WRONG), awarded=Decimal(23))
    result = replace(assignment(decided), awarded=Decimal("24.5"), deducted=Decimal("2.25"))
    rows = rows_of(StudentResult("ada", (result,)))
    assert sum(Decimal(row["marks"]) for row in rows) == result.score == Decimal("22.25")
    assert [row["outcome"] for row in rows] == ["passed (decided)", "failed", "decided", "decided", "late"]
