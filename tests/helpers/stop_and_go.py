"""A slow machine: processes that are stopped and continued in turn get only a share of their processor time."""

from __future__ import annotations

import contextlib
import os
import signal
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
