"""An author adds an assignment by adding two folders, and nothing anywhere counts to three."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, Grade, run_command
from tests.helpers.fourth_assignment import NAME, REFERENCE, SUITE, add_fourth_assignment

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test

FILE = f"{NAME}.py"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "submissions")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of this assignment alone: two folders and nothing else."""
    add_fourth_assignment(tmp_path / "course")
    return tmp_path / "course"


def test_a_new_assignment_is_graded(grade: Grade, course: Path) -> None:
    wrong = REFERENCE.replace("    return sum(values) / len(values)", "    return sorted(values)[len(values) // 2]")
    run = grade({"right": {FILE: REFERENCE}, "wrong": {FILE: wrong}}, course=course)
    assert {student: (row[NAME], row["total"]) for student, row in run.grades.items()} == {
        "right": ("100", "100"),
        "wrong": ("25", "25"),
    }
    assert "mean([-9.0, 0.0])" in run.tests("wrong")[f"{NAME}: mean"]["output"]  # small, and earns no marks


def test_a_new_assignment_can_be_checked_at_home(course: Path, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(REFERENCE)
    run = run_command("check", FILE, "--course", course, cwd=tmp_path)
    assert run.code == 0
    assert "mean: passed" in run.output
    assert "negative numbers" in run.output


def test_nothing_is_graded_with_a_reference_that_fails_its_suite(grade: Grade, course: Path) -> None:
    suite = course / "solutions" / NAME / f"test_{NAME}.py"
    suite.write_text(SUITE.replace("reference.mean(values), ", "values[0], "))
    run = grade({"right": {FILE: REFERENCE}}, course=course)
    assert run.code == 2
    assert "fails its own suite" in run.errors
    assert not (run.out / "grades.csv").exists()


def test_a_bug_of_the_suite_leaves_an_assignment_without_a_mark(grade: Grade, course: Path) -> None:
    suite = course / "solutions" / NAME / f"test_{NAME}.py"
    suite.write_text(SUITE + "    [1.0, 2.0][int(submission.mean([2.0, 4.0])) - 3]\n")
    odd = REFERENCE.replace("    return sum(values) / len(values)", "    return 9.0")
    run = grade({"odd": {FILE: odd}}, course=course)
    assert run.code == 3
    broken = run.tests("odd")[f"{NAME}: bad_input"]
    assert broken["extra_data"]["outcome"] == "the grader broke"
    assert "score" not in broken
    assert run.grades["odd"][NAME] == ""
    assert "IndexError" in (run.out / "grader-broke.txt").read_text()
    assert "Traceback" not in run.output + run.errors


def test_the_tests_of_the_course_hold_for_one_of_four_assignments(tmp_path: Path) -> None:
    for folder in ("assignments", "solutions", "tests/course", "tests/helpers"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=LEFT_OUT)
    for file in ("pyproject.toml", "tests/__init__.py"):
        shutil.copy(PROJECT / file, tmp_path / file)
    add_fourth_assignment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "tests/course/test_course_files.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"[{NAME}] PASSED" in done.stdout
