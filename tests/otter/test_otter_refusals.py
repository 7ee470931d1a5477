"""Where otter cannot grade: it says why, and writes no mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.otter_runs import container_run, make_zip, otter_run, written
from tests.helpers.small_course import RIGHT, make_course

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test


@pytest.mark.long
def test_below_the_minimum_of_protection_otter_says_why_it_refuses(tmp_path: Path) -> None:
    make_course(tmp_path)
    autograder = make_zip(tmp_path / "course", tmp_path, "--protection", "none")
    run = container_run(autograder, written(tmp_path / "halving.py", RIGHT))
    assert run.code != 0
    assert "OtterRuntimeError: autograder: student code cannot be kept from your files" in run.last_error
    assert [test["name"] for test in run.document["tests"]] == ["Autograder Error"]
    assert "student code cannot be kept from your files" in run.document["tests"][0]["output"]


@pytest.mark.long
def test_without_protection_it_grades_where_that_was_allowed(tmp_path: Path) -> None:
    make_course(tmp_path)
    autograder = make_zip(tmp_path / "course", tmp_path, "--protection", "none", "--allow-unsandboxed")
    run = otter_run(autograder, written(tmp_path / "halving.py", RIGHT))
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}
    assert "NOT SANDBOXED" in run.document["output"]


def test_where_the_grader_breaks_there_is_no_mark_and_otter_fails(tmp_path: Path) -> None:
    make_course(tmp_path)
    suite = tmp_path / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text() + "    [1.0, 2.0][int(submission.halve(x=2.0))]\n")
    autograder = make_zip(tmp_path / "course", tmp_path)
    odd = "def halve(x):\n    return 5.0 if x == 2 else x / 2"
    run = otter_run(autograder, written(tmp_path / "halving.py", odd))
    assert run.code != 0
    assert "GraderBroke: the grader broke (exit code 3): there is no mark" in run.errors
    assert "IndexError" in run.errors
    assert not run.wrote_results
