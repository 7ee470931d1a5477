"""`autograder check`: what a student sees at home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.helpers.command import ASSIGNMENTS, PROJECT, reference, run_command, stub


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A student's folder: the public half of the course and nothing else."""
    shutil.copytree(PROJECT / "assignments", tmp_path / "assignments")
    return tmp_path / "assignments"


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_right_work_passes_without_any_file_of_the_hidden_half(home: Path, name: str) -> None:
    (home / name / f"{name}.py").write_text(reference(name))
    run = run_command("check", f"{name}.py", cwd=home / name)
    assert run.code == 0, run.output
    assert "The hidden suite also looks at" in run.output


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_untouched_stub_is_not_written_yet(home: Path, name: str) -> None:
    run = run_command("check", cwd=home / name)
    assert run.code == 1
    assert "not written yet" in run.output
    assert "Traceback" not in run.output + run.errors


def test_a_mistake_is_shown_with_the_call_that_shows_it(home: Path) -> None:
    wrong = (
        reference("zero_init").replace("def is_symmetric", "def other")
        + "\ndef is_symmetric(rows, tolerance=1e-6):\n    return False\n"
    )
    (home / "zero_init" / "zero_init.py").write_text(wrong)
    run = run_command("check", "zero_init.py", cwd=home / "zero_init")
    assert run.code == 1
    assert "is_symmetric(torch.tensor(" in run.output


def test_a_notebook_can_be_checked(home: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "1 / 0"]},
        {"cell_type": "code", "source": reference("zero_init")},
    ]
    (home / "zero_init" / "zero_init.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    run = run_command("check", "zero_init.ipynb", cwd=home / "zero_init")
    assert run.code == 0, run.output
    assert "ZeroDivisionError" in run.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.py"], "is the file of no assignment"),
        (["training_loop/zero_init.py"], "does not exist"),
        (["zero_init.txt"], "is the file of no assignment"),
    ],
    ids=["unknown", "missing", "suffix"],
)
def test_what_cannot_be_checked_is_said_in_one_line(home: Path, arguments: list[str], said: str) -> None:
    run = run_command("check", *arguments, cwd=home)
    assert run.code == 2
    assert said in run.errors
    assert len(run.errors.splitlines()) == 1


def test_a_folder_without_a_course_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "zero_init.py").write_text(stub("zero_init"))
    run = run_command("check", "zero_init.py", cwd=tmp_path, environment={"AUTOGRADER_COURSE": ""})
    assert run.code == 2
    assert "no course around" in run.errors
