"""An author adds an assignment by adding two folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import Grade, run_command

HANDOUT = "# 1. Halving\n\nWrite `halve(x)`.\n"
STUB = '''
def halve(x: float) -> float:
    """Half of x."""
    raise NotImplementedError("TODO: return half of x")
'''
CHECKS = '''
from autograder.suite import assert_close, part

BEYOND = {"halves": "negative numbers"}


@part("halves")
def test_half_of_ten(submission):
    """halves ten"""
    assert_close(submission.halve(10.0), 5.0, "half of 10")
'''
REFERENCE = '''
def halve(x: float) -> float:
    """Half of x."""
    return x / 2
'''
SUITE = '''
from hypothesis import given

from autograder.suite import assert_close, part

from . import strategies


@part("halves", marks=70)
@given(x=strategies.NUMBERS)
def test_halves(submission, reference, x):
    """halves every number"""
    assert_close(submission.halve(x), reference.halve(x), "the half")


@part("zero", marks=30)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.halve(x=0.0), 0.0, "half of 0")
'''
STRATEGIES = """
from hypothesis import strategies as st

NUMBERS = st.integers(-100, 100).map(float)
"""


def make_course(folder: Path) -> Path:
    """A course of one assignment: two folders and nothing else."""
    public, private = folder / "course/assignments/halving", folder / "course/solutions/halving"
    public.mkdir(parents=True)
    private.mkdir(parents=True)
    (public / "README.md").write_text(HANDOUT)
    (public / "halving.py").write_text(STUB)
    (public / "contract.py").write_text("def halve(x: float) -> float: ...\n")
    (public / "checks.py").write_text(CHECKS)
    (private / "__init__.py").write_text("")
    (private / "halving.py").write_text(REFERENCE)
    (private / "strategies.py").write_text(STRATEGIES)
    (private / "test_halving.py").write_text(SUITE)
    return folder / "course"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path)


def test_a_new_assignment_is_graded(grade: Grade, course: Path) -> None:
    right = "halve = lambda x: x * 0.5"
    wrong = "def halve(x):\n    return x / 2 if x < 7 else x"
    run = grade({"right": {"halving.py": right}, "wrong": {"halving.py": wrong}}, course=course)
    assert [(row["student"], row["halving"], row["total"]) for row in run.grades.values()] == [
        ("right", "100", "100"),
        ("wrong", "30", "30"),
    ]
    assert "halve(7.0)" in run.tests("wrong")["halving: halves"]["output"]


def test_a_new_assignment_can_be_checked_at_home(course: Path, tmp_path: Path) -> None:
    (tmp_path / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    run = run_command("check", "halving.py", "--course", course, cwd=tmp_path)
    assert run.code == 0
    assert "halves: passed" in run.output
    assert "negative numbers" in run.output


def test_nothing_is_graded_with_a_reference_that_fails_its_suite(grade: Grade, course: Path) -> None:
    (course / "solutions/halving/halving.py").write_text(REFERENCE.replace("x / 2", "x / 3 if x > 3 else x / 2"))
    suite = course / "solutions/halving/test_halving.py"
    suite.write_text(SUITE.replace("reference.halve(x)", "x / 2"))
    run = grade({"right": {"halving.py": "halve = lambda x: x * 0.5"}}, course=course)
    assert run.code == 2
    assert "fails its own suite" in run.errors
    assert not (run.out / "grades.csv").exists()


def test_a_bug_of_the_suite_is_a_row_of_its_own_and_no_zero(grade: Grade, course: Path) -> None:
    suite = course / "solutions/halving/test_halving.py"
    suite.write_text(SUITE + "    [1.0, 2.0][int(submission.halve(x=2.0))]\n")
    run = grade({"odd": {"halving.py": "def halve(x):\n    return 5.0 if x == 2 else x / 2"}}, course=course)
    assert run.code == 3
    assert run.tests("odd")["halving: zero"]["extra_data"]["outcome"] == "the grader broke"
    assert run.tests("odd")["halving: zero"]["score"] == 30
    assert "IndexError" in (run.out / "grader-broke.txt").read_text()
    assert "Traceback" not in run.output + run.errors
