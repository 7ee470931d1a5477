"""A disk that fills up costs no results that were there before."""

from __future__ import annotations

import contextlib
import functools
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.small_course import RIGHT, hand_in, leftovers, results, run

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test


def check_refusal_to_write(place: Path, **others: Any) -> None:
    """A run that cannot write says so in one line and leaves the previous results alone."""
    before = results(place / "out")
    hand_in(place, "ben", RIGHT)
    done = run(place, **others)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be written: " in done.stderr
    assert results(place / "out") == before
    assert leftovers(place) == []


def test_a_run_over_the_limit_of_file_size_leaves_the_previous_results_alone(graded: Path) -> None:
    """No file may be longer than a kilobyte, and the system refuses to write as it does on a full disk."""
    limit = (1024, 1024)
    check_refusal_to_write(graded, preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, limit))
    assert "kept: 1 of 2\n" in run(graded).stdout
    assert "ben,100," in (graded / "out/grades.csv").read_text()


def test_a_run_on_a_full_disk_leaves_the_previous_results_alone(graded: Path) -> None:
    out = (graded / "out").rename(graded / "elsewhere")
    (graded / "out").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(graded / "out")]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a small disk")
    try:
        shutil.copytree(out, graded / "out", dirs_exist_ok=True)
        with contextlib.suppress(OSError), (graded / "out/ballast").open("wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass
        check_refusal_to_write(graded)
    finally:
        subprocess.run(["umount", str(graded / "out")], check=True)
