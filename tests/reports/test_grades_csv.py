"""grades.csv, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.reports.gradebook import grades_csv
from autograder.results import StudentResult
from tests.helpers.made_results import (
    ADA,
    RIGHT,
    UNDECIDED,
    assignment,
    part,
)


def test_grades_csv_has_a_row_a_student() -> None:
    assert grades_csv([ADA], ["zero_init", "normal_equations"]) == (
        "student,zero_init,normal_equations,total,id,email,late,notes\nada,20,25,45,,,,zero_init.py stopped at line 3\n"
    )


def test_grades_csv_leaves_empty_what_could_not_be_decided() -> None:
    assert grades_csv([UNDECIDED], ["zero_init", "normal_equations"]).splitlines()[1] == (
        "ben,,25,,,,,the grader broke in zero_init"
    )


@pytest.mark.parametrize("name", ["Doe, Jane", 'the "best"', "zoë", "小明"])
def test_grades_csv_gives_a_name_back_as_it_was(name: str) -> None:
    assert row_of(StudentResult(name, (assignment(part(RIGHT)),)))["student"] == name


def row_of(student: StudentResult) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(grades_csv([student], ["zero_init"]), newline=""))
    return row


def test_grades_csv_says_what_is_known_of_a_student() -> None:
    student = StudentResult("ada", (assignment(part(RIGHT)),), "100", "ada@x.edu", late=True)
    row = row_of(student)
    assert [row[column] for column in ("id", "email", "late")] == ["100", "ada@x.edu", "yes"]


@pytest.mark.parametrize(("late", "word"), [(None, ""), (False, "no"), (True, "yes")], ids=["unknown", "no", "yes"])
def test_grades_csv_says_whether_work_came_late_where_that_is_known(late: bool | None, word: str) -> None:
    assert row_of(StudentResult("ada", (assignment(part(RIGHT)),), late=late))["late"] == word


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\rb", "a\\rb"),
        ("two\nlines", "two\\nlines"),
        ("\t=1", "\\t=1"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_grades_csv_shows_control_characters_as_such(text: str, shown: str) -> None:
    assert row_of(StudentResult(text, (assignment(part(RIGHT)),)))["student"] == shown


FORMULAS = ("=1+1", "+1", "-rf", "@SUM(A1)", " =1+1", "\u2003-1", "\uff1d1", '=HYPERLINK("x")')


@pytest.mark.parametrize("text", FORMULAS)
def test_grades_csv_lets_no_spreadsheet_run_what_students_wrote(text: str) -> None:
    result = assignment(part(RIGHT), notes=(text,))
    row = row_of(StudentResult(text, (result,), text, text))
    assert {row[column] for column in ("student", "id", "email", "notes")} == {f"'{text}"}
