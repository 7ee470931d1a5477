"""No code of a hand-in runs unsandboxed by accident, wherever the instructor stands."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from autograder.course import COURSE_VARIABLE, find_course
from autograder.errors import UserError
from tests.helpers.command import PROJECT
from tests.helpers.small_course import make_course

_TRACE: Final = "import pathlib\npathlib.Path({path!r}).write_text('it ran')\n"
_NO_SANDBOX: Final = """
import errno, os, sys
from autograder.worker import seccomp
refuse = seccomp.Instruction(0x06, 0x00050000 | errno.ENOSYS)
lines = [seccomp.Instruction(0x20, 0)]
for number in (272, 444, 165):  # unshare, Landlock, mount
    lines += [seccomp.Instruction(0x15, number, 0, 1), refuse]
seccomp.install([*lines, seccomp.Instruction(0x06, 0x7FFF0000)])
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """A file that exists once code of the hand-in has run."""
    return tmp_path / "trace"


@pytest.fixture
def hand_in(tmp_path: Path, trace: Path) -> Path:
    """A student's folder with a course of its own: in each file of it is a trap."""
    make_course(tmp_path)
    folder = (tmp_path / "course").rename(tmp_path / "mallory")
    public = folder / "assignments" / "halving"
    (public / "checks.py").write_text("")
    for path in [*public.glob("*.py"), *(folder / "solutions" / "halving").glob("*.py")]:
        path.write_text(_TRACE.format(path=str(trace)) + path.read_text())
    (folder / "work").mkdir()
    for place in (folder, folder / "work"):
        (place / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    return folder


def run(command: Sequence[str | Path], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", COURSE_VARIABLE)}
    environment = {**kept, **variables}
    line = [str(word) for word in command]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=400, check=False)


@pytest.fixture(scope="module")
def autograder() -> Path:
    """The installed command."""
    command = Path(sys.executable).with_name("autograder")
    if not command.is_file():
        pytest.skip("the command is not installed beside this Python")
    return command


@pytest.mark.parametrize("arguments", ["grade . --out ../out", "grade halving.py --out ../out", "check halving.py"])
def test_a_hand_in_is_not_taken_for_the_course(autograder: Path, hand_in: Path, trace: Path, arguments: str) -> None:
    done = run([autograder, *arguments.split()], hand_in)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "which may itself be handed in" in done.stderr
    assert "Name your course with --course" in done.stderr
    assert not trace.exists()


@pytest.mark.parametrize("path", ["mallory", "mallory/work", "mallory/work/halving.py", ".", "mallory/nowhere"])
def test_a_course_around_or_in_what_is_judged_has_to_be_named(
    hand_in: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)
    monkeypatch.chdir(hand_in)
    paths = [hand_in.parent / path]
    with pytest.raises(UserError, match="may itself be handed in"):
        find_course(None, with_solutions=True, handed_in=paths)
    assert find_course(str(hand_in), with_solutions=True, handed_in=paths).folder == hand_in
    monkeypatch.setenv(COURSE_VARIABLE, str(hand_in))
    assert find_course(None, with_solutions=True, handed_in=paths).folder == hand_in


def test_a_course_elsewhere_is_found_as_before(hand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)
    monkeypatch.chdir(hand_in)
    (hand_in.parent / "class").mkdir()
    assert find_course(None, with_solutions=True, handed_in=[hand_in.parent / "class"]).folder == hand_in


def test_the_course_that_holds_the_engine_is_the_instructors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)
    monkeypatch.chdir(PROJECT)
    if Path(sys.modules["autograder"].__file__ or "").is_relative_to(PROJECT):
        classes = [PROJECT / "examples" / "class"]
        assert find_course(None, with_solutions=True, handed_in=classes).folder == PROJECT


def test_a_student_s_own_copy_of_the_handout_is_found(hand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)
    monkeypatch.chdir(hand_in)
    shutil.rmtree(hand_in / "solutions")
    assert find_course(None, with_solutions=False, handed_in=[hand_in / "halving.py"]).folder == hand_in


_SHADOWS: Final = ("torch", "numpy", "msgspec", "rich", "pytest", "hypothesis", "filelock", "typing", "argparse")


def lay_traps(folder: Path, trace: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / f"{name}.py").write_text(_TRACE.format(path=str(trace)) + "raise SystemExit(7)\n")


@pytest.mark.parametrize("way", ["command", "command, with an empty entry in PYTHONPATH", "module"])
def test_modules_in_the_current_folder_shadow_none_of_ours(
    autograder: Path, tmp_path: Path, trace: Path, way: str
) -> None:
    """A student's folder holds files by the names of everything that grading imports, and an engine of its own."""
    make_course(tmp_path)
    (tmp_path / "mallory").mkdir()
    traps = [*_SHADOWS, "conftest"]
    if way == "command":
        traps += ["sitecustomize", "usercustomize", "autograder"]
    lay_traps(tmp_path / "mallory", trace, traps)
    (tmp_path / "mallory" / "pytest.ini").write_text("[pytest]\naddopts = -p conftest\npythonpath = .\n")
    (tmp_path / "mallory" / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    start = [sys.executable, "-m", "autograder.cli"] if way == "module" else [autograder]
    variables = {"PYTHONPATH": os.pathsep} if "empty entry" in way else {}
    arguments = ["grade", ".", "--out", "../out", "--course", "../course", "--jobs", "1"]
    done = run([*start, *arguments], tmp_path / "mallory", **variables)
    assert not trace.exists()
    assert done.returncode == 0, done.stderr
    assert "100" in (tmp_path / "out" / "grades.csv").read_text()


def pytest_line(course: Path, file: Path, *options: str) -> list[str | Path]:
    suite = course / "solutions" / "halving"
    return [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", suite, "--submission", file, *options]


@pytest.mark.parametrize("name", ["pytest.ini", "tox.ini", "pyproject.toml", "setup.cfg"])
def test_pytest_takes_no_settings_from_beside_the_file_that_it_judges(tmp_path: Path, trace: Path, name: str) -> None:
    make_course(tmp_path)
    (tmp_path / "class" / "mallory").mkdir(parents=True)
    section = {"setup.cfg": "tool:pytest", "pyproject.toml": "tool.pytest.ini_options"}.get(name, "pytest")
    value = '"."' if name == "pyproject.toml" else "."
    (tmp_path / "class" / "mallory" / name).write_text(f"[{section}]\npythonpath = {value}\n")
    lay_traps(tmp_path / "class" / "mallory", trace, _SHADOWS)
    file = tmp_path / "class" / "mallory" / "halving.py"
    file.write_text("def halve(x):\n    return x / 2\n")
    done = run(pytest_line(tmp_path / "course", file), tmp_path)
    assert not trace.exists()
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{name} lies beside the file to be judged" in done.stderr


def test_pytest_imports_nothing_from_beside_the_file_that_it_judges(tmp_path: Path, trace: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "mallory").mkdir()
    lay_traps(tmp_path / "mallory", trace, [*_SHADOWS, "conftest", "sitecustomize", "test_halving"])
    (tmp_path / "mallory" / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    done = run(pytest_line(tmp_path / "course", Path("halving.py")), tmp_path / "mallory")
    assert not trace.exists()
    assert "total: 100 of 100" in done.stdout, done.stdout + done.stderr


@pytest.mark.skipif(platform.machine() != "x86_64" or sys.platform != "linux", reason="uses its system-call numbers")
def test_pytest_runs_no_submission_below_the_minimum_unless_told(tmp_path: Path, trace: Path) -> None:
    """On a kernel without namespaces and Landlock."""
    make_course(tmp_path)
    file = tmp_path / "halving.py"
    file.write_text(_TRACE.format(path=str(trace)) + "def halve(x):\n    return x / 2\n")
    line = [sys.executable, "-c", _NO_SANDBOX, *pytest_line(tmp_path / "course", file)]
    refused = run(line, tmp_path)
    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert "student code cannot be kept from your files and network here" in refused.stderr
    assert not trace.exists()
    assert run([*line, "--allow-unsandboxed"], tmp_path).returncode == 0
    assert trace.exists()
