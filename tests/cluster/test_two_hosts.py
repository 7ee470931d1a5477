"""Two hosts that share no files, only a network; and what happens when one is cut off."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.helpers.command import run_command
from tests.helpers.dask_cluster import attempts_on_disk, kill_group, published, small_class
from tests.helpers.hosts import PORT, Hosts, hosts

pytestmark = pytest.mark.long

NAMES = ("north", "south")
SOON = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "8s"}


@contextmanager
def started(line: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "dask.log").open("ab") as log:
        process = subprocess.Popen(
            line, cwd=folder, env={**os.environ, **SOON}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        kill_group(process)


def graded_on(made: Hosts, folder: Path, unplug_after: int | None = None) -> str:
    """Grade the class on both hosts; returns what was printed."""
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(PORT), "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", made.address, "--nthreads", "1", "--no-dashboard"]
    with ExitStack() as stack:
        stack.enter_context(started(made.at_hub(*dask), folder))
        for name in NAMES:
            stack.enter_context(started(made.at(name, folder, *work), folder))
        grade = [sys.executable, "-m", "autograder.cli", "grade", "class", "--out", "out", "--course", "course"]
        with (folder / "output").open("w") as output:
            process = stack.enter_context(
                subprocess.Popen(
                    made.at_hub(*grade, "--dask", made.address), cwd=folder, stdout=output, stderr=subprocess.STDOUT
                )
            )
        deadline = time.monotonic() + 400
        while process.poll() is None:
            assert time.monotonic() < deadline, (folder / "output").read_text()
            if unplug_after is not None and len(attempts_on_disk(folder / "out")) >= unplug_after:
                made.unplug(NAMES[1])
                unplug_after = None
            time.sleep(0.05)
    text = (folder / "output").read_text()
    assert process.returncode == 0, text
    return text


def test_hosts_without_a_shared_file_system_give_the_same_bytes(tmp_path: Path) -> None:
    course = small_class(tmp_path, 60)
    with hosts(*NAMES) as made:
        output = graded_on(made, tmp_path)
    assert "north can grade" in output
    assert "south can grade" in output
    assert run_command(*course.grade("alone"), cwd=tmp_path).code == 0
    assert published(tmp_path / "out") == published(tmp_path / "alone")


def test_a_host_whose_network_is_lost_loses_no_hand_in(tmp_path: Path) -> None:
    course = small_class(tmp_path, 60)
    with hosts(*NAMES) as made:
        graded_on(made, tmp_path, unplug_after=10)
    assert run_command(*course.grade("alone"), cwd=tmp_path).code == 0
    assert published(tmp_path / "out") == published(tmp_path / "alone")
