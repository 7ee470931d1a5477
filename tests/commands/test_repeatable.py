"""The same class earns the same bytes, however busy or slow the machine is. These tests take most of an hour."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.command import PROJECT
from tests.helpers.quota import control_group
from tests.helpers.small_course import results

_EXAMPLES: Final = PROJECT / "examples" / "class"
_MIXED: Final = 50
_GRADINGS: Final = 10  # half of them one after the other, half all at once, which keeps every core busy
_MOST_SECONDS: Final = 3000.0


def mixed_class(folder: Path) -> Path:
    """Fifty of the course's test submissions, evenly chosen from all of them, each as a student of its own."""
    files = sorted(
        path for path in (PROJECT / "solutions").glob("*/submissions/*/*") if path.suffix in (".py", ".ipynb")
    )
    for number in range(_MIXED):
        file = files[number * len(files) // _MIXED]
        assignment = file.parents[2].name
        place = folder / f"{number:02}-{file.stem}"
        place.mkdir(parents=True)
        shutil.copyfile(file, place / f"{assignment}{file.suffix}")
    return folder


def graded(students: Path, out: Path, share: float | None = None) -> dict[str, bytes]:
    """The files of a run over these students, at the full speed of the machine or a share of it."""
    command = [sys.executable, "-m", "autograder.cli", "grade", str(students), "--out", str(out), "--fresh"]
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
        if share:
            stack.enter_context(control_group(f"autograder-{process.pid}", share)).write_text(str(process.pid))
        output, errors = process.communicate(timeout=_MOST_SECONDS)
    assert process.returncode == 0, output + errors
    return results(out)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["examples", "mixed"])
def test_ten_gradings_of_which_half_are_beside_a_full_load_give_the_same_bytes(tmp_path: Path, kind: str) -> None:
    students = _EXAMPLES if kind == "examples" else mixed_class(tmp_path / "class")
    half = _GRADINGS // 2
    calm = [graded(students, tmp_path / f"calm-{number}") for number in range(half)]
    with ThreadPoolExecutor(half) as pool:
        loaded = list(pool.map(lambda number: graded(students, tmp_path / f"loaded-{number}"), range(half)))
    different = [differences(calm[0], other) for other in (*calm[1:], *loaded)]
    assert different == [[]] * (_GRADINGS - 1)


@pytest.mark.long
def test_the_example_class_earns_the_same_at_a_tenth_of_a_processor(tmp_path: Path) -> None:
    assert differences(graded(_EXAMPLES, tmp_path / "fast"), graded(_EXAMPLES, tmp_path / "slow", share=0.1)) == []
