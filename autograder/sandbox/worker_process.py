"""The trusted end of a worker: its socket, its processor time, and the way to end it."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from .errors import MOST_SECONDS, TooSlow

REASON_LENGTH: Final = 300  # characters of a failure that are passed on: it has to fit one line of output


def survived() -> TooSlow:
    """What to raise if a worker outlives its end, which takes milliseconds unless it is stuck writing to a disk."""
    return TooSlow("the end of a worker", MOST_SECONDS)


class Usage(NamedTuple):
    """What a process has used so far, in seconds."""

    processor: float  # over all its threads
    # For how long the busiest of its living threads ran or waited for a processor; None if the system does not say.
    scheduled: float | None


def usage_of(number: int) -> Usage | None:
    """What a process has used so far; None if the system does not say, or it is gone.

    Processor time is the larger of two sums: one includes threads that have ended, in hundredths of a second; the other
    is exact.
    """
    if sys.platform == "win32":
        return None
    folder = Path(f"/proc/{number}")
    try:
        # The name that a process gives itself may contain anything, and ends at the last parenthesis.
        fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        threads = _seconds_of_threads(folder)
        processor = max(ticks / os.sysconf("SC_CLK_TCK"), sum(ran for ran, _ in threads))
        return Usage(processor, max((ran + waited for ran, waited in threads), default=None))
    except (OSError, ValueError, IndexError):
        return None


def _seconds_of_threads(process: Path) -> list[tuple[float, float]]:
    """For how long each living thread ran, and waited for a processor."""
    seconds = []
    for thread in (process / "task").iterdir():
        with contextlib.suppress(OSError):  # it has ended, or the kernel does not keep these figures
            ran, waited, _ = (thread / "schedstat").read_bytes().split()
            seconds.append((int(ran) / 1e9, int(waited) / 1e9))
    return seconds


class Process(Protocol):
    """A process that can be ended reliably."""

    def number(self) -> int | None:
        """Its process number as this process sees it, None if it is gone."""

    def end(self) -> None:
        """Kill it, wait until it is gone, and release what it held.

        Raises:
            TooSlow: it is still running after `MOST_SECONDS`.
        """


class Worker:
    """A confined process that answers calls.

    Attributes:
        sock: the trusted end of its stream socket, blocking. What arrives there is hostile.
    """

    def __init__(self, sock: socket.socket, process: Process) -> None:
        self.sock = sock
        self._process: Process | None = process
        self._number: int | None = None  # of the process, which it keeps as long as it lives

    def usage(self) -> Usage | None:
        """What it has used so far, measured from outside; None if that is unknown."""
        if self._process is None:
            return None
        if self._number is None:
            self._number = self._process.number()
        if self._number is None:
            return None
        usage = usage_of(self._number)
        # Asked afterwards: if it has ended, the number may already belong to another process.
        return usage if self._process.number() == self._number else None

    def cpu_seconds(self) -> float | None:
        """Processor time that it has used so far, measured from outside; None if that is unknown."""
        usage = self.usage()
        return None if usage is None else usage.processor

    def kill(self) -> None:
        """End it, whatever it is doing, and wait until it is gone. May be called again.

        Raises:
            TooSlow: it is still running after `MOST_SECONDS`.
        """
        self.sock.close()
        if self._process is not None:
            process, self._process = self._process, None
            process.end()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
