"""Zips for Gradescope: of a course of two functions, the second of which can kill or break its grader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.helpers.command import run_command
from tests.helpers.gradescope_container import Graded
from tests.helpers.small_course import RIGHT, make_course

RIGHT_WORK: Final = {"halving.py": RIGHT, "trebling.py": "def treble(x):\n    return x * 3\n"}
_TREBLING: Final = '''
import os
import signal

from autograder.suite import assert_close, part


@part("trebles", marks=50)
def test_trebles(submission):
    """makes three of one"""
    treble = submission.treble(1.0)
    if treble == 13.0:
        os.kill(os.getpid(), signal.SIGKILL)
    if treble == 14.0:
        raise KeyError("a secret of the suite")
    assert_close(treble, 3.0, "the treble of 1")


@part("zero", marks=50)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.treble(0.0), 0.0, "the treble of 0")
'''


def make_two_functions_course(folder: Path) -> Path:
    """The course, in `course`."""
    make_course(folder)
    public, private = (folder / "course" / half / "trebling" for half in ("assignments", "solutions"))
    public.mkdir()
    private.mkdir()
    (public / "README.md").write_text("# 2. Trebling\n")
    for path in (public / "trebling.py", public / "contract.py"):
        path.write_text("def treble(x: float) -> float: ...\n")
    (private / "trebling.py").write_text("def treble(x: float) -> float:\n    return x * 3\n")
    (private / "test_trebling.py").write_text(_TREBLING)
    return folder / "course"


def make_zip(path: Path, course: Path, *options: str) -> Path:
    """The zip of a course, made by the command."""
    run = run_command("gradescope", "--out", path, "--course", course, *options, cwd=path.parent)
    assert run.code == 0, run.errors
    return path


def entries(graded: Graded) -> dict[str, dict[str, Any]]:
    """What results.json says about each part, by its name."""
    return {test["name"]: test for test in graded.results["tests"]}


def in_a_zip(files: Mapping[str, str]) -> bytes:
    """The content of a zip with these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()
