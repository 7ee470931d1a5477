"""`grade --dask`: the same bytes as on one machine, and what is said where there is no cluster to grade on."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from tests.helpers.command import run_anew, run_command
from tests.helpers.dask_cluster import end_of, graders, published, small_class, start_command


def test_a_cluster_on_this_machine_gives_the_same_bytes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    course = small_class(tmp_path, 10)
    alone = run_command(*course.grade("alone"), cwd=tmp_path)
    done = end_of(start_command(tmp_path, *course.grade("together", "--dask", "local:2")), tmp_path / "together")
    assert (done.code, done.errors) == (0, "")
    assert "can grade, protection: " in done.output
    assert "graded 10 of 10: " in done.output
    assert "graded on 1 machine, " in done.output
    assert published(tmp_path / "together") == published(tmp_path / "alone")
    assert [line for line in alone.output.splitlines() if line.startswith("student-")] == [
        line for line in done.output.splitlines() if line.startswith("student-")
    ]
    assert not graders(tmp_path)
    unchanged = run_anew(*course.grade("together", "--dask", "tcp://127.0.0.1:1"), cwd=tmp_path)
    assert "kept: 10 of 10" in unchanged.output  # nobody was asked for anything


def refused(folder: Path, *options: str) -> str:
    course = small_class(folder, 1)
    done = run_anew(*course.grade("out", *options), cwd=folder)
    assert done.code == 2
    assert done.errors.count("\n") == 1, done.errors
    return done.errors


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    assert "--dask local:0: this is neither an address" in refused(tmp_path, "--dask", "local:0")


def test_processes_are_the_clusters_business(tmp_path: Path) -> None:
    assert "give one of them" in refused(tmp_path, "--dask", "local:2", "--jobs", "2")


@pytest.mark.long
def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        before = time.monotonic()
        assert f"no scheduler of Dask answers at {address}" in refused(tmp_path, "--dask", address)
    assert time.monotonic() - before < 120


@pytest.mark.long
def test_a_suite_that_its_reference_fails_is_an_error_before_any_machine_is_asked(tmp_path: Path) -> None:
    course = small_class(tmp_path, 1)
    (tmp_path / "course/solutions/halving/halving.py").write_text("def halve(x: float) -> float:\n    return x + 1\n")
    done = run_anew(*course.grade("out", "--dask", "tcp://127.0.0.1:1"), cwd=tmp_path)
    assert done.code == 2
    assert "fails its own suite" in done.errors
