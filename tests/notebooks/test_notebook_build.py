"""`autograder notebooks`: writes notebooks and otter tests, and says which of them are out of date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.notebooks.build import stale, write
from tests.helpers.command import PROJECT, Run, run_command
from tests.helpers.halving_course import make_course
from tests.helpers.notebook_runs import otter


def build_notebooks(course: Path, *options: str) -> Run:
    return run_command("notebooks", "--course", course, *options, cwd=course)


@pytest.fixture(scope="module")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one assignment, without pictures, and its notebook built."""
    course = make_course(tmp_path_factory.mktemp("built"))
    run = build_notebooks(course)
    assert run.code == 0, run.errors
    return course


def test_committed_files_are_up_to_date() -> None:
    run = build_notebooks(PROJECT, "--check")
    assert run.code == 0, run.output + run.errors
    names = read_course(PROJECT, with_solutions=True).names
    assert run.output.splitlines() == [f"{name}: nothing to change" for name in names]


def test_a_new_assignment_gets_a_notebook_that_otter_checks(built_course: Path, tmp_path: Path) -> None:
    shutil.copytree(built_course / "assignments", tmp_path / "assignments")
    folder = tmp_path / "assignments" / "halving"
    assert 'grader.check(\\"halves\\")' in (folder / "halving.ipynb").read_text(encoding="utf-8")
    (folder / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    assert otter("check", "halving.py", cwd=folder) == "All tests passed!"


def test_a_changed_stub_makes_the_notebook_stale(built_course: Path, tmp_path: Path) -> None:
    course = shutil.copytree(built_course, tmp_path / "course")
    folder = course / "assignments/halving"
    before = (folder / "halving.ipynb").read_text(encoding="utf-8")
    (folder / "halving.py").write_text((folder / "halving.py").read_text().replace("Half of x.", "One half of x."))
    (folder / "tests" / "thirds.py").write_text("left over\n")
    run = build_notebooks(course, "--check")
    assert run.code == 1
    assert run.output.splitlines() == [
        "stale: assignments/halving/halving.ipynb",
        "stale: assignments/halving/tests/thirds.py",
    ]
    assert (folder / "halving.ipynb").read_text(encoding="utf-8") == before


def test_writing_leaves_just_what_was_built(tmp_path: Path) -> None:
    (assignment,) = read_course(make_course(tmp_path), with_solutions=True).assignments
    built = {assignment.notebook: "notebook\n", assignment.otter_tests / "halves.py": "test\n"}
    write(assignment, {**built, assignment.otter_tests / "thirds.py": "a part that is gone later\n"})
    assert stale(assignment, built) == [assignment.otter_tests / "thirds.py"]
    write(assignment, built)
    assert stale(assignment, built) == []
    assert [path.name for path in assignment.otter_tests.iterdir()] == ["halves.py"]
