"""Processor time of a worker, measured from outside."""

from __future__ import annotations

import os
import socket
import time

import pytest

from autograder.sandbox.worker_process import Worker, usage_of
from tests.helpers.workers import Start, ask

_BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
_BUSY_THREADS = f"""
import threading
code = {_BUSY!r}
for _ in range(2):
    thread = threading.Thread(target=exec, args=(code, {{}}))
    thread.start()
    thread.join()
"""


@pytest.mark.parametrize("code", [_BUSY, _BUSY_THREADS], ids=["main thread", "threads that have ended"])
def test_work_is_counted(any_level: str, zygote_at: Start, code: str) -> None:
    expected = 0.6 if "threading" in code else 0.3
    with zygote_at(any_level, torch=False).spawn() as worker:
        before = worker.cpu_seconds()
        ask(worker, code)
        after = worker.cpu_seconds()
    assert before is not None
    assert after is not None
    assert expected - 0.03 <= after - before <= expected + 0.15


def test_waiting_is_not_counted(any_level: str, zygote_at: Start) -> None:
    with zygote_at(any_level, torch=False).spawn() as worker:
        before = worker.cpu_seconds()
        time.sleep(0.3)
        after = worker.cpu_seconds()
    assert before is not None
    assert after is not None
    assert after - before < 0.03


def test_a_worker_cannot_hide_its_processor_time_behind_its_name(any_level: str, zygote_at: Start) -> None:
    """A process may have any bytes for a name, and its figures come after the name."""
    name = "import ctypes; ctypes.CDLL(None).prctl(15, b'a) R \\xff (')"
    with zygote_at(any_level, torch=False).spawn() as worker:
        ask(worker, f"{name}\n{_BUSY}")
        assert (worker.cpu_seconds() or 0.0) >= 0.25


def test_a_worker_that_is_gone_has_no_processor_time(any_level: str, zygote_at: Start) -> None:
    with zygote_at(any_level, torch=False).spawn() as worker:
        assert ask(worker, "import os; os._exit(0)").kind == "ended"
        deadline = time.monotonic() + 5
        while worker.cpu_seconds() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert worker.cpu_seconds() is None
    assert worker.cpu_seconds() is None


def test_a_process_that_does_not_exist_has_no_processor_time() -> None:
    assert usage_of(2**22 + 1) is None


class Counted:
    """This very process, which counts how often it is asked for its number."""

    asked = 0

    def number(self) -> int | None:
        """Its number."""
        self.asked += 1
        return os.getpid()

    def end(self) -> None:
        """It goes on."""


def test_a_reading_asks_for_the_number_once() -> None:
    ours, theirs = socket.socketpair()
    process = Counted()
    with theirs, Worker(ours, process) as worker:
        worker.cpu_seconds()
        first = process.asked
        for _ in range(5):
            assert worker.cpu_seconds() is not None
    assert process.asked == first + 5
