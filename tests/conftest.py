"""What the tests share: the course, and the real command."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parent.parent

# Under nohup or in the background these are ignored, and the commands under test would inherit that.
for _number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)


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
    """Run `autograder` as a person would."""
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


Grade = Callable[..., Run]


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """`grade({"ada": {"zero_init.py": source}})`: hand these files in, and have them graded."""

    def grade_files(students: Mapping[str, Mapping[str, str]], *options: str | Path, course: Path = PROJECT) -> Run:
        for student, files in students.items():
            folder = tmp_path / "class" / student
            folder.mkdir(parents=True)
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
        return run_command("grade", "class", "--out", "out", "--course", course, *options, cwd=tmp_path)

    return grade_files


def reference(assignment: str) -> str:
    """The text of our solution."""
    return (PROJECT / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")


def stub(assignment: str) -> str:
    """The text that students start from."""
    return (PROJECT / "assignments" / assignment / f"{assignment}.py").read_text(encoding="utf-8")


ASSIGNMENTS = tuple(sorted(path.name for path in (PROJECT / "solutions").iterdir() if (path / "__init__.py").is_file()))

LONGEST_FIRST = (
    *("test_stops_and_starts.py", "test_attacks.py", "test_gradescope.py", "test_gradescope_attacks.py"),
    *("test_otter_zip.py", "test_notebooks.py", "test_judge.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FIRST)
