"""The real command as a fixture, an environment that says nothing, and the order of the tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, Grade, Run, run_command
from tests.helpers.skips import is_known

# The commands under test would obey what whoever runs the tests has set for commands of their own.
for _name in [name for name in os.environ if name.startswith("AUTOGRADER_") or name == "PYTEST_ADDOPTS"]:
    del os.environ[_name]

# Threads of several processes would only fight for the cores; torch reads this when it is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

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
    *("test_attacks.py", "test_gradescope_grading.py", "test_gradescope_breakages.py", "test_gradescope_attacks.py"),
    *("test_otter_attacks.py", "test_otter_marks.py", "test_notebooks.py", "test_built_files.py"),
    *("test_engine_wheel.py", "test_install_torch.py", "test_stops_and_starts.py", "test_course_submissions.py"),
    *("test_readme.py", "test_odd_hand_ins.py", "test_fourth_assignment.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FIRST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped for a reason that is not on the list fails."""
    report = yield
    if report.skipped and os.environ.get("CI") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if not is_known(reason):
            report.outcome = "failed"
            report.longrepr = f"{reason}: this reason is not on the list in tests/helpers/skips.py"
    return report
