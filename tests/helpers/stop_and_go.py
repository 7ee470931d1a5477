"""A slow machine: processes that are stopped and continued in turn get only a share of their processor time; and a
busy one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Final

from tests.helpers.small_course import descendants

_PERIOD: Final = 0.1  # seconds of one stop and one go


@contextlib.contextmanager
def slowed(root: int, share: float) -> Iterator[None]:
    """All descendants of the process `root`, and itself if it is not this one, run for this share of the time."""
    over = threading.Event()
    thread = threading.Thread(target=_stop_and_go, args=(root, share, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextlib.contextmanager
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


def _stop_and_go(root: int, share: float, over: threading.Event) -> None:
    while not over.is_set():
        stopped = [pid for pid in (root, *descendants(root)) if pid != os.getpid()]
        _signal(stopped, signal.SIGSTOP)
        over.wait(_PERIOD * (1 - share))
        _signal(stopped, signal.SIGCONT)
        over.wait(_PERIOD * share)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
