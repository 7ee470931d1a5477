"""A zygote process as the trusted side sees it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Final

import msgspec

from autograder.worker.control import FAILED, PROCESS, READY, UP, Request

from . import command_line, equal_memory
from .errors import MOST_SECONDS, SandboxError, TooSlow, ZygoteGone
from .levels import Level
from .temporary import TemporaryFolder
from .worker_process import REASON_LENGTH, Worker, survived

assert sys.platform == "linux"

_SECONDS_TO_END: Final = 2.0  # a zygote ends at once; one that is stuck is killed after so long
_SECONDS_TO_NOTICE: Final = 2.0  # that a zygote which has just died closed its socket
_READY_SIZE: Final = 4096  # bytes of the first message: a version, or a reason of one line


class SeenByDescriptor:
    """A process that is not our child, held by a pidfd, which cannot come to mean another process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def number(self) -> int | None:
        """See `Process.number`."""
        try:
            lines = Path(f"/proc/self/fdinfo/{self._descriptor}").read_text().splitlines()
        except OSError:  # there is no /proc
            return None
        number = next((int(line.split()[1]) for line in lines if line.startswith("Pid:")), 0)
        return number if number > 0 else None

    def end(self) -> None:
        """See `Process.end`."""
        try:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
            poll = select.poll()
            poll.register(self._descriptor, select.POLLIN)
            if not poll.poll(MOST_SECONDS * 1000):
                raise survived()
        finally:
            os.close(self._descriptor)


class ZygoteProcess:
    """A zygote process and its control socket."""

    def __init__(self, level: Level, program: str, *, warm_up: bool) -> None:
        self._level = level
        self._owner = os.getpid()
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        # A zygote with its own view has its own /tmp.
        self._home = TemporaryFolder() if level.outer == "none" else None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            with theirs:
                self._process = self._launch(program, theirs.fileno(), warm_up=warm_up)
            self.landlock = self._await_ready()
        except BaseException:
            self.close()
            raise

    def _launch(self, program: str, control: int, *, warm_up: bool) -> subprocess.Popen[bytes]:
        command = command_line.zygote_command(self._level, program, control, warm_up=warm_up)
        try:
            with equal_memory.fixed_addresses():
                return subprocess.Popen(
                    command,
                    env=command_line.environment(self._home.path if self._home else "/tmp"),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._log,
                    pass_fds=[control],
                    start_new_session=True,
                )
        except OSError as error:
            raise SandboxError(f"{command[0]} cannot be run ({error.strerror})") from error

    def _await_ready(self) -> int:
        self._control.settimeout(MOST_SECONDS)
        try:
            message = self._control.recv(_READY_SIZE)
        except TimeoutError:
            raise TooSlow("the start of the sandbox", MOST_SECONDS) from None
        except OSError:
            message = b""
        if message.startswith(READY):
            return int(message[len(READY) :])
        raise SandboxError(message[len(FAILED) :].decode(errors="replace") if message else self._last_words())

    def _last_words(self) -> str:
        """The last line that the process wrote to its error stream before it ended."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS_TO_END)
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").split("\n")
        errors = [line.strip() for line in lines if line.strip()]
        return errors[-1][:REASON_LENGTH] if errors else "it ended without an error message"

    def spawn(self, request: Request) -> Worker:
        """Ask for a worker and wait until it is up."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._send(msgspec.msgpack.encode(request), theirs.fileno())
            return _await_worker(ours, time.monotonic() + MOST_SECONDS)
        except TimeoutError as error:
            ours.close()
            raise TooSlow("the start of a worker", MOST_SECONDS) from error
        except (EOFError, ConnectionError) as error:
            ours.close()
            if self._is_alive():
                raise SandboxError("a worker died while it was being confined") from error
            raise ZygoteGone(self._last_words()) from error
        except BaseException:
            ours.close()
            raise

    def _send(self, message: bytes, descriptor: int) -> None:
        self._control.settimeout(MOST_SECONDS)
        socket.send_fds(self._control, [message], [descriptor])

    def _is_alive(self) -> bool:
        """Whether the zygote still holds its end of the control socket; after the start it sends nothing there."""
        self._control.settimeout(_SECONDS_TO_NOTICE)
        try:
            return self._control.recv(1) != b""
        except TimeoutError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Close the control socket, whereupon the zygote ends, and its workers with it.

        In a fork of the process that started it, only the fork's own end is closed.
        """
        if os.getpid() != self._owner:
            self._control.close()
            self._log.close()
            if self._home is not None:
                self._home.forget()
            return
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # reaches the zygote even though forks hold this end too
        self._control.close()
        if self._process is not None:
            try:
                self._process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()
        if self._home is not None:
            self._home.close()


def _await_worker(sock: socket.socket, deadline: float) -> Worker:
    """The worker at the other end, once it has sent its pidfd and reported that it is up."""
    process: SeenByDescriptor | None = None
    try:
        while True:
            sock.settimeout(max(0.001, deadline - time.monotonic()))
            kind, descriptors = _receive(sock)
            if kind == PROCESS and descriptors:
                process = SeenByDescriptor(descriptors[0])
            elif kind == UP and process is not None:
                sock.settimeout(None)
                return Worker(sock, process)
            elif kind == FAILED:
                raise SandboxError(_reason(sock))
            else:
                raise EOFError
    except BaseException:
        if process is not None:
            process.end()
        raise


def _receive(sock: socket.socket) -> tuple[bytes, list[int]]:
    kind, descriptors, _, _ = socket.recv_fds(sock, 1, 1, socket.MSG_CMSG_CLOEXEC)
    return kind, descriptors


def _reason(sock: socket.socket) -> str:
    """The rest of a message about a failure."""
    reason = b""
    while len(reason) < REASON_LENGTH and (piece := sock.recv(REASON_LENGTH)):
        reason += piece
    return reason.decode(errors="replace")
