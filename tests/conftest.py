"""The real command as a fixture, an environment that says nothing, and the order of the tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, Grade, Run, run_command

# The commands under test would obey what whoever runs the tests has set for commands of their own.
for _name in [name for name in os.environ if name.startswith("AUTOGRADER_") or name == "PYTEST_ADDOPTS"]:
    del os.environ[_name]

# Under nohup or in the background these are ignored, and the commands under test would inherit that.
for _number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)


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


LONGEST_FIRST = (
    *("test_stops_and_starts.py", "test_attacks.py", "test_gradescope.py", "test_gradescope_attacks.py"),
    *("test_otter_zip.py", "test_notebooks.py", "test_notebook_build.py", "test_fourth_assignment.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FIRST)
