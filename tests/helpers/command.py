"""What the tests share: the course, and the real command."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from autograder.course import read_course
from tests.helpers.loaded import can_run_with, run_loaded

PROJECT: Final = Path(__file__).resolve().parents[2]
ASSIGNMENTS: Final = read_course(PROJECT, with_solutions=True).names
FULL_MARKS: Final = 100 * len(ASSIGNMENTS)  # of a student who hands all of them in


@dataclass(frozen=True)
class Run:
    """A finished run of the command."""

    code: int
    output: str
    errors: str
    out: Path  # the results folder, of `grade`

    @property
    def grades(self) -> dict[str, dict[str, str]]:
        """The rows of grades.csv by student."""
        with (self.out / "grades.csv").open(newline="", encoding="utf-8") as file:
            return {row["student"]: row for row in csv.DictReader(file)}

    def tests(self, student: str) -> dict[str, dict[str, Any]]:
        """The entries of a student's results.json by name."""
        text = (self.out / "students" / student / "results.json").read_text(encoding="utf-8")
        return {test["name"]: test for test in json.loads(text)["tests"]}

    def scores(self, student: str) -> dict[str, float]:
        """The marks of a student's parts."""
        return {name: test["score"] for name, test in self.tests(student).items()}


def run_command(
    *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None, seconds: float = 550
) -> Run:
    """Run `autograder` as a person would, in a process that has its libraries loaded where that makes no difference."""
    changes = dict(environment or {})
    if not can_run_with(changes) or "--dask" in arguments:  # Dask's workers import what their parent ran
        return run_anew(*arguments, cwd=cwd, environment=changes, seconds=seconds)
    done = run_loaded([str(argument) for argument in arguments], cwd, {**os.environ, **changes}, seconds)
    return Run(*done, cwd / "out")


def run_anew(
    *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None, seconds: float = 550
) -> Run:
    """Run `autograder` as a person would, in a new process of Python."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, cwd / "out")


class Grade(Protocol):
    """Hands in the files of students, has them graded, and returns the finished run."""

    def __call__(self, students: Mapping[str, Mapping[str, str]], *options: str | Path, course: Path = PROJECT) -> Run:
        """Grade `{"ada": {"zero_init.py": source}}` with these options."""


def reference(assignment: str) -> str:
    """The text of our solution."""
    return (PROJECT / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")


def stub(assignment: str) -> str:
    """The text that students start from."""
    return (PROJECT / "assignments" / assignment / f"{assignment}.py").read_text(encoding="utf-8")
