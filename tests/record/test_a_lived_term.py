"""A term as it is lived: weekly zips from Canvas, Moodle and Gradescope go into one record, and marks go back.

Everybody has other numbers in each system, and they overlap: what is one student's in one is another's in the next.
"""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.quick_grading import QuickRuns
from tests.helpers.term_exports import (
    CLASS,
    Enrolled,
    canvas_gradebook,
    canvas_zip,
    gradescope_grades,
    gradescope_zip,
    moodle_worksheet,
    moodle_zip,
    roster,
)
from tests.record.term import RIGHT, STUB, WRONG, Term

JANE, OTHER_JANE, MARY, ANNE, LATE, GROUP, BO = (CLASS[place] for place in (0, 1, 2, 3, 12, 14, 34))
STUDENTS: Final = (JANE, OTHER_JANE, MARY, ANNE, LATE, GROUP, BO)
NAMES: Final = ("first", "second", "third")
MARKS: Final = {RIGHT: "100", WRONG: "30", STUB: "0"}
# What everybody hands in each week, "" for nothing; in the third Mary works with Bo.
WORK: Final = {
    "first": dict(zip(STUDENTS, (RIGHT, WRONG, STUB, RIGHT, RIGHT, WRONG, ""), strict=True)),
    "second": dict(zip(STUDENTS, (WRONG, RIGHT, RIGHT, STUB, "", RIGHT, RIGHT), strict=True)),
    "third": dict(zip(STUDENTS, (RIGHT, STUB, RIGHT, "", RIGHT, RIGHT, RIGHT), strict=True)),
}
PARTNERS: Final = {MARY: BO}
WITH_ROSTER: Final = ("--roster", "roster.csv")


def works(name: str) -> dict[Enrolled, dict[str, bytes]]:
    """The files of a week."""
    alone = {one: text for one, text in WORK[name].items() if text and (name != "third" or one is not BO)}
    return {one: {f"{name}.py": text.encode()} for one, text in alone.items()}


def submitted(one: Enrolled) -> tuple[str, str]:
    """The status on Moodle, and when the work for the second assignment came."""
    if not WORK["second"][one]:
        return "No submission", "-"
    late = {MARY: " - 2 days late", JANE: " - 2 days late"}.get(one, "")
    day = "Sunday, 20" if late else "Friday, 18"
    return f"Submitted for grading{late}", f"{day} September 2026, 10:15 AM"


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory, runs: QuickRuns) -> Path:
    """Three weeks. Tests must not change it."""
    term = Term(tmp_path_factory.mktemp("lived") / "term", runs, NAMES)
    files = {
        "roster.csv": roster(STUDENTS).encode(),
        "first.zip": canvas_zip(works("first"), late=[LATE]),
        "second.zip": moodle_zip(works("second")),
        "worksheet.csv": moodle_worksheet(STUDENTS, submitted).encode(),
        "third.zip": gradescope_zip(works("third"), partners=PARTNERS),
        "canvas.csv": canvas_gradebook("First", STUDENTS).encode(),
        "gradescope.csv": gradescope_grades("Third", STUDENTS).encode(),
    }
    for name, data in files.items():
        (term.folder / name).write_bytes(data)
    for paths in (("first.zip",), ("second.zip", "worksheet.csv"), ("third.zip",)):
        done = term.run("grade", *paths, "--out", "out", "--course", "course", *WITH_ROSTER)
        assert (done.code, done.errors) == (0, "")
        assert "several students" not in done.output
        assert "not in the roster" not in done.output
    return term.folder


@pytest.fixture
def lived(tmp_path: Path, lived_once: Path, runs: QuickRuns) -> Term:
    """A copy of it."""
    return Term(shutil.copytree(lived_once, tmp_path / "term"), runs)


def row_of(term: Term, student: Enrolled) -> dict[str, str]:
    """The one row of a student in grades.csv."""
    (row,) = (row for row in term.rows.values() if student.sis in row["id"].split())
    return row


def marks_of(term: Term, name: str) -> dict[Enrolled, str]:
    return {student: row_of(term, student)[name] for student in STUDENTS}


def expected(name: str) -> dict[Enrolled, str]:
    return {student: MARKS.get(text, "0") for student, text in WORK[name].items()}


def test_three_weeks_of_three_systems_are_one_row_for_each_student(lived: Term) -> None:
    assert len(lived.rows) == len(STUDENTS)
    assert {name: marks_of(lived, name) for name in NAMES} == {name: expected(name) for name in NAMES}


def test_one_student_who_is_graded_again_moves_and_nobody_else(lived: Term) -> None:
    before = lived.rows
    (lived.folder / "again.zip").write_bytes(canvas_zip({MARY: {"first-1.py": RIGHT.encode()}}, upload=6000))
    lived.graded(path="again.zip")
    assert row_of(lived, MARY)["first"] == "100"
    mary = row_of(lived, MARY)["student"]
    assert {name: row for name, row in lived.rows.items() if name != mary} == {
        name: row for name, row in before.items() if name != mary
    }


def test_a_mended_suite_moves_exactly_whom_the_diff_shows_until_it_is_published(lived: Term) -> None:
    suite = lived.folder / "course/solutions/second/test_second.py"
    suite.write_text(suite.read_text().replace("marks=70", "marks=60").replace("marks=30", "marks=40"))
    before = (lived.out / "grades.csv").read_bytes()
    lived.run("grade", "second.zip", "worksheet.csv", "--out", "out", "--course", "course", "--dry-run")
    assert (lived.out / "grades.csv").read_bytes() == before
    shown = lived.run("diff", "out").output.splitlines()
    jane = row_of(lived, JANE)["student"]
    assert [line for line in shown if " -> " in line and line.count(":") == 1] == [
        f"{jane}, second: 30 -> 40 (test_zero passed; suite changed)"
    ]
    assert shown[-1] == "1 mark moved, 0 of them down"
    assert lived.run("publish", "out", "--course", "course").code == 0
    assert marks_of(lived, "second") == {**expected("second"), JANE: "40"}


def test_an_override_outlives_ten_runs_and_reaches_feedback_and_gradebook(lived: Term) -> None:
    line = ("override", MARY.sis, "first", "--marks", "55", "--why", "shown in class", "--course", "course")
    assert lived.run(*line).code == 0
    for number in range(10):
        path = ("first.zip", "second.zip", "third.zip")[number % 3]
        lived.graded(*(["--fresh"] if number == 4 else []), path=path)
    row = row_of(lived, MARY)
    assert (row["first"], row["why"]) == ("55", "first: 55 marks instead of 0: shown in class")
    feedback = lived.feedback(row["student"])
    assert "first: 55 marks instead of 0: shown in class" in feedback["output"]
    filled(lived, "canvas", "canvas.csv", "first")
    cells = column(lived, "filled.csv", "SIS User ID", "First (4711)")
    assert cells[MARY.sis] == "55.00"


def test_a_late_rule_costs_who_was_late_but_not_who_had_an_extension(lived: Term) -> None:
    late = 'late = { per = "day", minus = "10%" }'
    rules = "\n".join(f"[assignment.{name}]\ndue = 2026-09-18T23:59:00Z\n{late}\n" for name in NAMES)
    extension = f'[[extension]]\nstudent = "{JANE.login}"\nassignment = "second"\nwhy = "ill"\n'
    lived.decisions.write_text(f"{rules}\n{extension}until = 2026-09-21T23:59:00Z\n")
    output = lived.graded(*WITH_ROSTER, path="third.zip")
    assert "note: first: Late Lately came late, and no platform says by how much" in output
    assert marks_of(lived, "first") == {**expected("first"), LATE: "90"}
    assert marks_of(lived, "second") == {**expected("second"), MARY: "80"}
    assert marks_of(lived, "third") == expected("third")
    assert "10 marks deducted, the least that lateness costs" in row_of(lived, LATE)["why"]
    assert row_of(lived, JANE)["why"].endswith("instead of 2026-09-18 23:59+00:00: ill")


def filled(term: Term, to: str, gradebook: str, name: str) -> None:
    """Fill a gradebook with everybody's marks."""
    line = ("export", "out", "--to", to, "--gradebook", gradebook, "--only", name, "--out", "filled.csv")
    done = term.run(*line, "--missing-zero")
    assert (done.code, done.errors) == (0, "")
    assert "not matched" not in done.output
    assert "not graded" not in done.output


def column(term: Term, name: str, key: str, title: str) -> dict[str, str]:
    """The cells of a column, by those of another."""
    rows = csv.DictReader(io.StringIO((term.folder / name).read_text()))
    return {row[key]: row[title] for row in rows if row[key]}


@pytest.mark.parametrize(
    ("to", "gradebook", "name", "key", "title"),
    [
        ("canvas", "canvas.csv", "first", "SIS User ID", "First (4711)"),
        ("moodle", "worksheet.csv", "second", "ID number", "Grade"),
        ("gradescope", "gradescope.csv", "third", "SID", "Third"),
    ],
)
def test_everybodys_marks_go_back_into_the_gradebook_of_each_system(
    lived: Term, to: str, gradebook: str, name: str, key: str, title: str
) -> None:
    filled(lived, to, gradebook, name)
    cells = column(lived, "filled.csv", key, title)
    assert {student: float(cells[student.sis]) for student in STUDENTS} == {
        student: float(mark) for student, mark in expected(name).items()
    }


def test_a_year_later_another_clone_says_the_same_or_which_file_differs(lived: Term) -> None:
    clone = lived.folder / "clone"
    clone.mkdir()
    (lived.folder / "course").rename(clone / "course")
    zips = [f"{name}.zip" for name in NAMES]
    done = lived.run("verify", "out", *zips, "--course", "clone/course")
    assert (done.code, done.errors) == (0, "")
    verdicts = [line for line in done.output.splitlines() if ": the same" in line]
    assert len(verdicts) == sum(bool(text) for texts in WORK.values() for text in texts.values())
    suite = clone / "course/solutions/second/test_second.py"
    suite.write_text(suite.read_text() + "# a word\n")
    done = lived.run("verify", "out", *zips, MARY.sis, "--course", "clone/course")
    assert done.code == 4
    assert [line.partition(", ")[2] for line in done.output.splitlines() if line.startswith(MARY.name)] == [
        "first: the same",
        "second: cannot be compared: the suite differs in solutions/second/test_second.py",
        "third: the same",
    ]
