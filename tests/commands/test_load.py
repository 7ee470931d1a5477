"""A busy machine costs nobody marks: limits count only the time in which a worker could run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.helpers.command import Grade, reference

BURNS = """
import time

calls = 0

def design_matrix(x):
    global calls
    calls += 1
    end = time.process_time() + (1.0 if calls <= 3 else 0.0)
    while time.process_time() < end:
        pass
    return right_design_matrix(x)
"""

pytestmark = pytest.mark.skipif(
    not os.path.exists("/proc/self/schedstat"), reason="this kernel does not report waiting times"
)


@pytest.fixture
def one_crowded_core() -> Iterator[None]:
    """This process and its children share one core with three busy processes."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()
        os.sched_setaffinity(0, cores)


@pytest.mark.usefixtures("one_crowded_core")
def test_load_does_not_cut_off_a_call_within_its_limit(grade: Grade) -> None:
    """Three calls need a second of processor time each: four seconds on the crowded core, where the limit is two."""
    text = reference("training_loop").replace("def design_matrix(", "def right_design_matrix(")
    burning = text.replace("design_matrix(x)", "right_design_matrix(x)") + BURNS
    options = ("--call-limit", "2", "--check-limit", "200", "--submission-limit", "600", "--jobs", "1")
    run = grade({"slow": {"training_loop.py": burning}}, "--only", "training_loop", *options)
    part = run.tests("slow")["training_loop: design_matrix"]
    assert part["score"] == part["max_score"], part["output"]
    assert sum(run.scores("slow").values()) == 100
