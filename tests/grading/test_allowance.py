"""What one submission may cost in all: computing and doing nothing count, waiting for a processor does not."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from autograder.grading.allowance import SECONDS_BETWEEN_LOOKS, Allowance
from autograder.sandbox import Worker
from autograder.sandbox.plain import Child
from autograder.sandbox.temporary import TemporaryFolder
from autograder.system.cores import cores
from tests.helpers.stop_and_go import one_crowded_core

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the figures of /proc")

_SLEEPS = "print(flush=True)\nimport time\ntime.sleep(60)\n"
_COMPUTES = "print(flush=True)\nwhile True: pass\n"
_IN_THREADS = """
import hashlib, threading, time
data = bytes(1 << 20)
def burn():
    while True:
        hashlib.sha256(data).digest()
for _ in range(8):
    threading.Thread(target=burn, daemon=True).start()
print(flush=True)
time.sleep(60)
"""
_ENDS = "print(flush=True)\nimport time\ntime.sleep(0.5)\n"
Begin = Callable[[str], tuple[Allowance, Worker]]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """A worker that runs this program, once it has begun, and an allowance that counts it."""
    with ExitStack() as stack:

        def start(program: str) -> tuple[Allowance, Worker]:
            process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True)
            ours, _ = socket.socketpair()
            worker = stack.enter_context(Worker(ours, Child(process, TemporaryFolder())))
            allowance = Allowance(1000.0)
            assert process.stdout is not None
            process.stdout.readline()
            allowance.begin(worker)
            return allowance, worker

        yield start


def wait(allowance: Allowance, seconds: float) -> float:
    """Wait for the worker, as a connection does; returns how long it was."""
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        before = time.monotonic()
        time.sleep(0.05)
        allowance.waited(time.monotonic() - before)
        assert allowance.is_left()
    return time.monotonic() - start


def test_doing_nothing_counts(begin: Begin) -> None:
    allowance, _ = begin(_SLEEPS)
    waited = wait(allowance, 1.0)
    allowance.end()
    assert waited * 0.8 <= allowance.spent <= waited + 0.3


@one_crowded_core()
def test_waiting_for_a_processor_does_not_count(begin: Begin) -> None:
    allowance, worker = begin(_COMPUTES)
    before = worker.cpu_seconds() or 0.0
    waited = wait(allowance, 3.0)
    computed = (worker.cpu_seconds() or 0.0) - before
    allowance.end()
    assert computed < 0.8 * waited  # a session of its own may get half of the core
    assert allowance.spent <= computed + 0.6


@one_crowded_core()
def test_our_own_waiting_for_a_processor_does_not_count(begin: Begin) -> None:
    """Or each answer that has come would cost what it takes until the grader has its turn."""
    allowance, _ = begin(_SLEEPS)
    start = time.monotonic()
    allowance.waited(0.001)
    computed = time.thread_time()
    while time.monotonic() < start + 2.0:
        pass
    computed = time.thread_time() - computed
    allowance.waited(time.monotonic() - start)
    allowance.end()
    assert allowance.spent <= computed + 0.5 < 2.0


def test_each_thread_counts(begin: Begin) -> None:
    allowance, worker = begin(_IN_THREADS)
    before = worker.cpu_seconds() or 0.0
    wait(allowance, 1.0)
    computed = (worker.cpu_seconds() or 0.0) - before
    allowance.end()
    assert allowance.spent >= computed


def test_what_a_worker_did_before_it_ended_by_itself_counts_as_if_all_cores_had_worked(begin: Begin) -> None:
    allowance, worker = begin(_ENDS)
    while worker.usage() is not None:
        time.sleep(0.01)
    time.sleep(0.3)
    allowance.end()
    assert allowance.spent >= 0.3 * cores()


def test_nothing_is_left_once_it_is_spent(begin: Begin) -> None:
    allowance, _ = begin(_SLEEPS)
    allowance.seconds = 0.5
    time.sleep(SECONDS_BETWEEN_LOOKS)
    assert allowance.is_left()
    allowance.waited(60.0)
    time.sleep(SECONDS_BETWEEN_LOOKS)
    assert not allowance.is_left()
