"""The trusted end of a worker: its socket, and the way to end it."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path
from typing import Final, Protocol

from .errors import SandboxError

SECONDS_TO_DIE: Final = 5.0


def still_there() -> SandboxError:
    """What to raise where a worker outlives its end."""
    return SandboxError(f"a worker was still there {SECONDS_TO_DIE:.0f} s after it was killed")


def processor_seconds(number: int) -> float | None:
    """Processor time that a process has used so far, all its threads together; None where the system does not tell.

    The larger of two sums: one counts threads that have ended too, in hundredths, the other is exact.
    """
    if sys.platform == "win32":
        return None
    folder = Path(f"/proc/{number}")
    try:
        # Whatever the process calls itself ends with the last parenthesis.
        fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return max(ticks / os.sysconf("SC_CLK_TCK"), _seconds_of_threads(folder))
    except (OSError, ValueError, IndexError):
        return None


def starved_seconds(number: int) -> float:
    """How long a process could have run but had to wait for a processor; 0 where the system does not tell."""
    try:
        return _seconds_of_threads(Path(f"/proc/{number}"), column=1)
    except (OSError, ValueError, IndexError):
        return 0.0


def _seconds_of_threads(process: Path, column: int = 0) -> float:
    nanoseconds = 0
    for thread in (process / "task").iterdir():
        with contextlib.suppress(OSError):  # ended meanwhile, or a kernel without these figures
            nanoseconds += int((thread / "schedstat").read_bytes().split()[column])
    return nanoseconds / 1e9


class Process(Protocol):
    """A process that can be ended for certain."""

    def number(self) -> int | None:
        """Its process number as we see it, None if it is gone."""

    def end(self) -> None:
        """Kill it, wait until it is gone, and give back what it held.

        Raises:
            SandboxError: it is still there after some seconds.
        """


class Worker:
    """A process that is confined and serves.

    Attributes:
        sock: the trusted end of its stream socket, blocking. What comes from it is hostile.
    """

    def __init__(self, sock: socket.socket, process: Process) -> None:
        self.sock = sock
        self._process: Process | None = process

    def cpu_seconds(self) -> float | None:
        """Processor time that it has used so far, seen from outside; None where that cannot be told."""
        number = self._process.number() if self._process is not None else None
        if self._process is None or number is None:
            return None
        seconds = processor_seconds(number)
        # If it ended in between, the number may already mean another process.
        return seconds if self._process.number() == number else None

    def starved_seconds(self) -> float:
        """How long it has had to wait for a processor so far: time that no limit should count."""
        number = self._process.number() if self._process is not None else None
        return starved_seconds(number) if number is not None else 0.0

    def kill(self) -> None:
        """End it, whatever it is doing, and wait until it is gone. May be called again.

        Raises:
            SandboxError: the kernel did not end it within some seconds.
        """
        self.sock.close()
        if self._process is not None:
            process, self._process = self._process, None
            process.end()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
