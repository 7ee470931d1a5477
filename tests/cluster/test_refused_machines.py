"""Machines that cannot give the same results are refused by name, each in one line, and the others grade."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, run_command
from tests.helpers.dask_cluster import dask_cluster, end_of, published, small_class, start_command

pytestmark = pytest.mark.long

NO_ENGINE = "raise ModuleNotFoundError(\"No module named 'autograder'\", name='autograder')\n"


def without_bubblewrap(folder: Path) -> dict[str, str]:
    """An environment in which there is no bubblewrap to be found."""
    folder.mkdir()
    for name in ("python3", "sh", "uname"):
        (folder / name).symlink_to(shutil.which(name) or sys.executable)
    return {"PATH": str(folder)}


def another_engine(folder: Path) -> dict[str, str]:
    """An environment with an engine in which a file is another."""
    shutil.copytree(PROJECT / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "autograder" / "text.py").open("a") as file:
        file.write("# another\n")
    return {"PYTHONPATH": str(folder)}


def no_engine(folder: Path) -> dict[str, str]:
    """An environment in which nobody has installed the engine."""
    (folder / "autograder").mkdir(parents=True)
    (folder / "autograder" / "__init__.py").write_text(NO_ENGINE)
    return {"PYTHONPATH": str(folder)}


def test_another_engine_and_none_at_all_are_refused_by_name_and_the_rest_grades(tmp_path: Path) -> None:
    course = small_class(tmp_path, 12)
    with dask_cluster(tmp_path / "dask", 1) as cluster:
        cluster.add_worker(environment=another_engine(tmp_path / "another"))
        cluster.add_worker(environment=no_engine(tmp_path / "none"))
        cluster.wait_for_workers(3)
        done = end_of(start_command(tmp_path, *course.grade("out", "--dask", cluster.address)), tmp_path / "out")
    assert (done.code, done.errors) == (0, "")
    missing, refused = [line for line in done.output.splitlines() if line.startswith("not used: ")]
    assert all("tcp://127.0.0.1:" in line for line in (missing, refused))
    assert "the engine is not installed there (No module named 'autograder')" in missing
    assert "it has another build of the same version of the engine" in refused
    assert refused in (tmp_path / "out/runs/1/log.txt").read_text()
    assert run_command(*course.grade("alone"), cwd=tmp_path).code == 0
    assert published(tmp_path / "out") == published(tmp_path / "alone")


@pytest.mark.skipif(not shutil.which("bwrap"), reason="protection level bwrap is not available here: no bubblewrap")
def test_a_machine_below_the_level_of_the_run_is_refused_unless_the_run_asks_for_less(tmp_path: Path) -> None:
    course = small_class(tmp_path, 8)
    with dask_cluster(tmp_path / "dask", 1) as cluster:
        cluster.add_worker(environment=without_bubblewrap(tmp_path / "bin"))
        cluster.wait_for_workers(2)
        best = end_of(start_command(tmp_path, *course.grade("best", "--dask", cluster.address)), tmp_path / "best")
        less = ("--dask", cluster.address, "--protection", "namespaces")
        both = end_of(start_command(tmp_path, *course.grade("both", *less)), tmp_path / "both")
    assert best.code == both.code == 0, best.errors + both.errors
    assert "protection: bwrap, the best that a machine of the cluster has" in best.output
    (refused,) = [line for line in best.output.splitlines() if line.startswith("not used: ")]
    assert "protection level bwrap is not available: " in refused
    assert "not used: " not in both.output
    assert '"level": "namespaces"' in (tmp_path / "both/students/student-000/results.json").read_text()


def test_where_nobody_can_grade_the_reasons_are_told(tmp_path: Path) -> None:
    course = small_class(tmp_path, 1)
    with dask_cluster(tmp_path / "dask", 0) as cluster:
        cluster.add_worker(environment=another_engine(tmp_path / "another"))
        done = end_of(start_command(tmp_path, *course.grade("out", "--dask", cluster.address)), tmp_path / "out")
    assert done.code == 2
    assert done.errors.count("\n") == 1
    assert "no machine of the cluster can grade: " in done.errors
    assert "install there what is installed here" in done.errors
