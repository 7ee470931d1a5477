"""`autograder grade --protection`: the marks do not depend on the level, and without protection nothing is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import Grade
from tests.helpers.small_course import WORK, make_course

TOTALS = {"ada": 100, "ben": 30, "cleo": 30, "dana": 0, "eva": 30, "finn": 0, "gil": 100, "hana": 0}
CLASS = {student: {"halving.py": text} for student, text in WORK.items()}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    make_course(tmp_path)
    return tmp_path / "course"


@pytest.mark.parametrize("level", ["bwrap", "namespaces", "filters"])
def test_marks_are_the_same_at_every_protection_level(grade: Grade, course: Path, level: str) -> None:
    run = grade(CLASS, "--protection", level, course=course)
    if run.code == 2 and f"protection level {level} is not available" in run.errors:
        pytest.skip(run.errors.strip())
    assert {name: int(row["total"]) for name, row in run.grades.items()} == TOTALS
    assert f"protection: {level}: " in run.output


def test_grading_without_protection_is_refused_unless_allowed(grade: Grade, course: Path) -> None:
    refused = grade({"ada": CLASS["ada"]}, "--protection", "none", course=course)
    assert refused.code == 2
    assert "you asked for the level none" in refused.errors
    assert "--allow-unsandboxed" in refused.errors


def test_grading_without_protection_says_so_where_it_is_allowed(grade: Grade, course: Path) -> None:
    run = grade({"ada": CLASS["ada"]}, "--protection", "none", "--allow-unsandboxed", course=course)
    assert run.grades["ada"]["total"] == "100"
    assert "NOT SANDBOXED" in run.output
