"""`autograder grade` with downloads from platforms and a roster: from the zip to the rows of grades.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, Run, reference, run_command
from tests.helpers.hand_in_files import zip_of

NAME = "normal_equations"
RIGHT = reference(NAME)
METADATA = """
submission_1:
  :submitters:
  - :name: Jane Doe
    :sid: '100'
    :email: jane@x.edu
  - :name: Zoë Ødegård
    :sid: '101'
    :email: zoe@x.edu
  :created_at: 2023-09-21 10:00:00.000000000 Z
submission_2:
  :submitters:
  - :name: =cmd()
    :email: evil@x.edu
  :created_at: 2023-09-21 10:00:00.000000000 Z
"""
ROSTER = "\ufeffName;SID;Email\nJane Doe;100;\nDoe, John;200;john@x.edu\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    place = tmp_path_factory.mktemp("platforms")
    root = "assignment_7_export"
    gradescope = {f"{root}/submission_metadata.yml": METADATA, f"{root}/submission_1/{NAME}.py": RIGHT}
    (place / "gradescope.zip").write_bytes(zip_of(gradescope))
    canvas = {f"müllerbjörn_LATE_7_70_{NAME}-1.py": RIGHT, f"roeann_8_80_{NAME}.py": "x = 1"}
    (place / "canvas.zip").write_bytes(zip_of(canvas))
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    paths = ("gradescope.zip", "canvas.zip", "--roster", "roster.csv")
    return run_command("grade", *paths, "--out", "out", "--course", PROJECT, "--only", NAME, cwd=place)


def test_every_submitter_and_every_student_of_the_roster_has_a_row(graded: Run) -> None:
    assert graded.code == 0, graded.errors
    columns = ("total", "id", "email", "late")
    assert {name: tuple(row[column] for column in columns) for name, row in graded.grades.items()} == {
        "Jane Doe": ("100", "100", "jane@x.edu", ""),
        "Zoë Ødegård": ("100", "101", "zoe@x.edu", ""),
        "'=cmd()": ("0", "", "evil@x.edu", ""),
        "müllerbjörn": ("100", "7", "", "yes"),
        "roeann": ("0", "8", "", "no"),
        "Doe, John": ("0", "200", "john@x.edu", ""),
    }


def test_the_columns_of_the_contract_come_first_and_how_marks_came_about_last(graded: Run) -> None:
    header = (graded.out / "grades.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == f"student,{NAME},total,id,email,late,notes,{NAME} raw,{NAME} late,why"


def test_students_who_are_not_in_the_roster_are_named(graded: Run) -> None:
    assert "note: handed in, but not in the roster: Zoë Ødegård, =cmd(), müllerbjörn, roeann (if " in graded.output


def test_renamed_and_late_work_is_noted(graded: Run) -> None:
    notes = f"handed in late; {NAME}-1.py was graded as {NAME}.py"
    assert graded.grades["müllerbjörn"]["notes"] == notes


def test_everybody_has_a_report(graded: Run) -> None:
    names = {"Jane Doe", "Zoë Ødegård", "_cmd()", "müllerbjörn", "roeann", "Doe, John"}
    assert {path.name for path in (graded.out / "students").iterdir()} == names
    assert sum(graded.scores("Zoë Ødegård").values()) == 100


def test_a_roster_that_cannot_be_read_is_refused_before_anything_is_graded(tmp_path: Path) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    run = run_command("grade", "class", "--roster", "nowhere.csv", "--out", "out", "--course", PROJECT, cwd=tmp_path)
    assert (run.code, run.errors) == (2, "autograder: nowhere.csv cannot be read: No such file or directory\n")
    assert not run.out.exists()
