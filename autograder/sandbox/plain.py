"""Workers without protection, for machines where nothing better is available."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys

from autograder.worker.control import FAILED, UP

from . import command_line
from .errors import MOST_SECONDS, SandboxError, TooSlow
from .seen import ENGINE_OUTSIDE
from .temporary import TemporaryFolder
from .worker_process import REASON_LENGTH, Process, Worker, survived


class Child:
    """A child process and its folder."""

    def __init__(self, process: subprocess.Popen[bytes], folder: TemporaryFolder) -> None:
        self._process = process
        self._folder = folder

    def number(self) -> int | None:
        """See `Process.number`."""
        return self._process.pid if self._process.poll() is None else None

    def end(self) -> None:
        """See `Process.end`."""
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # what it started is in its process group, unless it moved away
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        try:
            self._process.wait(MOST_SECONDS)
        except subprocess.TimeoutExpired:
            raise survived() from None
        finally:
            self._folder.close()


def spawn(program: str, *, warm_up: bool) -> Worker:
    """A worker that is a child of this process, with limits but no other protection.

    Args:
        program: the Python source that it runs.
        warm_up: false for a trial, which starts within milliseconds.
    """
    folder = TemporaryFolder()
    ours, theirs = socket.socketpair()
    with theirs:
        process = _start(program, theirs, folder.path, "warm" if warm_up else "cold")
    return awaited(ours, Child(process, folder))


def awaited(ours: socket.socket, child: Process) -> Worker:
    """The worker at the other end, once it has reported that it is up.

    Raises:
        SandboxError: it did not start; the message is the reason.
        TooSlow: it did not start in time.
    """
    worker = Worker(ours, child)
    try:
        ours.settimeout(MOST_SECONDS)
        kind = ours.recv(1)
        if kind == FAILED:
            raise SandboxError(ours.recv(REASON_LENGTH).decode(errors="replace"))
        if kind != UP:
            raise SandboxError("a worker died while it was starting")
        ours.settimeout(None)
        return worker
    except BaseException as error:
        worker.kill()
        if isinstance(error, TimeoutError):
            raise TooSlow("the start of a worker", MOST_SECONDS) from error
        if isinstance(error, OSError):
            raise SandboxError(f"a worker did not start ({error})") from error
        raise


def _start(program: str, theirs: socket.socket, folder: str, state: str) -> subprocess.Popen[bytes]:
    command = command_line.python(program, ENGINE_OUTSIDE)
    environment = command_line.environment(folder)
    if sys.platform == "win32":
        process = subprocess.Popen(
            [*command, "share", state],
            env=environment,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(theirs.share(process.pid))
        return process
    return subprocess.Popen(
        [*command, str(theirs.fileno()), state],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
