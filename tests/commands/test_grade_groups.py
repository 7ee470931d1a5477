"""`autograder grade --groups`: what a group handed in counts for each of its members."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.command import run_command
from tests.helpers.hand_in_files import zip_of
from tests.helpers.small_course import RIGHT, make_course

ROSTER = 'Student,ID,SIS Login ID,Section\n"Doe, Jane",1001,jdoe,A\n"Doe, Jane",1001,jdoe,Lab\n"Lee, Ann",1002,alee,A\n'


def test_a_groups_hand_in_counts_for_each_member(tmp_path: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "class.zip").write_bytes(zip_of({"team_rocket_1001_501_halving.py": RIGHT}))
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "groups.csv").write_text("group,student\nTeam Rocket,jdoe\nTeam Rocket,alee\n")
    options = ("--roster", "roster.csv", "--groups", "groups.csv", "--out", "out", "--course", "course")
    run = run_command("grade", "class.zip", *options, cwd=tmp_path)
    assert run.code == 0, run.errors
    assert {student: row["halving"] for student, row in run.grades.items()} == {"Doe, Jane": "100", "Lee, Ann": "100"}


def test_groups_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "groups.csv").write_text("team,town\nA,B\n")
    run = run_command("grade", "course", "--groups", "groups.csv", "--out", "out", "--course", "course", cwd=tmp_path)
    message = "groups.csv needs the columns group and student; its header is team, town"
    assert (run.code, run.errors) == (2, f"autograder: {message}\n")
