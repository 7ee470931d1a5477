"""The trusted end of a worker: its socket, and the way to end it."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from typing import Protocol

from .errors import SandboxError

_SECONDS_TO_DIE = 5.0


class Process(Protocol):
    """A process that can be ended for certain."""

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


class SeenByDescriptor:
    """A process that is not our child, known by a pidfd: its number cannot come to mean another one."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def end(self) -> None:
        """See `Process.end`."""
        if sys.platform != "linux":
            raise SandboxError("process descriptors exist on Linux only")
        try:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
            poll = select.poll()
            poll.register(self._descriptor, select.POLLIN)
            if not poll.poll(_SECONDS_TO_DIE * 1000):
                raise SandboxError(f"a worker was still there {_SECONDS_TO_DIE:.0f} s after it was killed")
        finally:
            os.close(self._descriptor)


class Child:
    """A child process, with a folder of its own."""

    def __init__(self, process: subprocess.Popen[bytes], folder: str) -> None:
        self._process = process
        self._folder = folder

    def end(self) -> None:
        """See `Process.end`."""
        self._process.kill()
        try:
            self._process.wait(_SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            raise SandboxError(f"a worker was still there {_SECONDS_TO_DIE:.0f} s after it was killed") from None
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
