"""`grade --dask`: the same bytes as on one machine, and what is said where there is no cluster to grade on."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import LocalCluster

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


# As where the package is not installed: what imports it finds nothing.
WITHOUT = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {name!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == {name!r} else found(name, package)
from autograder.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("name", ["distributed", "cryptography"])
def test_what_has_to_be_installed_is_said(tmp_path: Path, name: str) -> None:
    course = small_class(tmp_path, 1)
    line = [sys.executable, "-c", WITHOUT.format(name=name), *course.grade("out", "--dask", "local:1")]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    wanted = "run `pip install distributed cryptography`"
    assert done.stderr == f"autograder: --dask needs {name}: {wanted}\n"


@pytest.mark.long
def test_a_cluster_that_adapts_its_size_grades_the_class_and_shrinks_again(tmp_path: Path) -> None:
    course = small_class(tmp_path, 30)
    with LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=":0", silence_logs=False) as cluster:
        cluster.adapt(minimum=0, maximum=2, interval="200ms", wait_count=5)
        line = course.grade("out", "--dask", cluster.scheduler_address)
        done = end_of(start_command(tmp_path, *line), tmp_path / "out")
        assert (done.code, done.errors) == (0, "")
        deadline = time.monotonic() + 60
        while cluster.scheduler_info["workers"]:
            assert time.monotonic() < deadline, "nobody is needed any more, and somebody is still there"
            time.sleep(0.2)
    assert run_command(*course.grade("alone"), cwd=tmp_path).code == 0
    assert published(tmp_path / "out") == published(tmp_path / "alone")
    assert not graders(tmp_path)


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
