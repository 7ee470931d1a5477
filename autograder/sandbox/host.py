"""Starting workers, through a zygote where there can be one."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

import msgspec

from autograder.worker.plan import FAILED, PROCESS, READY, UP, Request

from . import outer
from .errors import SandboxError
from .levels import Level, named
from .worker import Child, SeenByDescriptor, Worker

_SECONDS_TO_WARM_UP: Final = 30.0
_SECONDS_TO_SPAWN: Final = 5.0
_SECONDS_TO_IMPORT: Final = 30.0  # what is to be warm and is not yet
_SECONDS_TO_END: Final = 2.0
_REASON_LENGTH: Final = 300


class _ZygoteGone(Exception):
    """The zygote ended by itself; another one may do better."""


class Zygote:
    """Starts workers at one level of protection.

    A context manager. Not to be shared between threads, nor with forks of this process; the thread that
    starts it must outlive it, as the kernel ends a zygote with the thread that started it.

    Attributes:
        level: the level at which it was started; None before.
        landlock: the version of Landlock that its workers are under, 0 if they are not.
    """

    def __init__(self, *, program: str | None = None, warm_up: bool = True) -> None:
        """Start nothing yet.

        Args:
            program: Python source for the zygote, or for each worker where there is none, by default what serves students' code.
            warm_up: false for a trial, in which only `prove` works.
        """
        self._program = program
        self._warm_up = warm_up
        self._running: _Running | None = None
        self.level: Level | None = None
        self.landlock = 0

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, level: Level | str) -> None:
        """Start at this level, after an end to what ran before.

        Raises:
            SandboxError: it cannot be had; the message is the reason.
        """
        self.close()
        self.level = named(level) if isinstance(level, str) else level
        if self.level.outer == "no zygote":
            return
        self._running = _Running(self.level, self._program or outer.ZYGOTE, warm_up=self._warm_up)
        self.landlock = self._running.landlock

    def spawn(self, warm: Sequence[str] = ()) -> Worker:
        """A fresh worker, confined and ready to serve.

        Args:
            warm: names of modules that the worker should find imported, of those in `worker.plan.WARMABLE`.

        Raises:
            SandboxError: there is none, though a zygote that had died was started again once.
        """
        if self.level is not None and self.level.outer == "no zygote":
            return _spawn_plain(self._program or outer.PLAIN)
        return self._ask(Request(warm=tuple(warm)))

    def prove(self, targets: Mapping[str, Any]) -> list[str]:
        """Let a worker try what it must not be able to do; see `worker.prove.broken_promises`.

        Returns:
            What does not hold, one phrase each.

        Raises:
            SandboxError: there is no worker, or it did not answer.
        """
        with self._ask(Request(prove=True)) as worker:
            try:
                worker.sock.settimeout(_SECONDS_TO_SPAWN)
                with worker.sock.makefile("rw", encoding="utf-8") as stream:
                    stream.write(json.dumps(dict(targets)) + "\n")
                    stream.flush()
                    return msgspec.json.decode(stream.readline(), type=list[str])
            except (OSError, ValueError) as error:
                raise SandboxError(f"a trial worker gave no answer ({error})") from error

    def close(self) -> None:
        """End the zygote and all its workers, and wait until they are gone. May be called again."""
        if self._running is not None:
            running, self._running = self._running, None
            running.close()

    def _ask(self, request: Request) -> Worker:
        if self.level is None:
            raise SandboxError("the zygote was not started")
        for _ in range(2):
            if self._running is None:
                self.start(self.level)
            assert self._running is not None
            try:
                return self._running.spawn(request)
            except _ZygoteGone as gone:
                reason = str(gone)
                self.close()
        raise SandboxError(f"the sandbox ended by itself: {reason}")


class _Running:
    """A zygote process and its control socket."""

    def __init__(self, level: Level, program: str, *, warm_up: bool) -> None:
        self._level = level
        self._warm: set[str] = set()
        if sys.platform != "linux":
            raise SandboxError("Linux is needed for any protection")
        self._log: IO[bytes] = tempfile.TemporaryFile()
        self._home = tempfile.mkdtemp(prefix="autograder-")
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
        command = outer.zygote_command(self._level, program, control, warm_up=warm_up)
        home = self._home if self._level.outer == "none" else "/tmp"
        try:
            return subprocess.Popen(
                command,
                env=outer.environment(home),
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
        self._control.settimeout(_SECONDS_TO_WARM_UP)
        try:
            message = self._control.recv(4096)
        except TimeoutError:
            message = FAILED + f"it did not start within {_SECONDS_TO_WARM_UP:.0f} s".encode()
        except OSError:
            message = b""
        if message.startswith(READY):
            return int(message[len(READY) :])
        raise SandboxError(message[len(FAILED) :].decode(errors="replace") if message else self._last_words())

    def _last_words(self) -> str:
        """The last line that the process wrote before it ended."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS_TO_END)
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return said[-1][:_REASON_LENGTH] if said else "it ended without a word"

    def spawn(self, request: Request) -> Worker:
        """Ask for a worker and wait until it is up."""
        seconds = _SECONDS_TO_SPAWN
        if not self._warm.issuperset(request.warm):
            seconds += _SECONDS_TO_IMPORT
            self._warm.update(request.warm)
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._send(msgspec.msgpack.encode(request), theirs.fileno())
            return _await_worker(ours, time.monotonic() + seconds)
        except TimeoutError as error:
            ours.close()
            raise _ZygoteGone("a worker was not up in time") from error
        except (EOFError, ConnectionError) as error:
            ours.close()
            if self._is_alive():
                raise SandboxError("a worker ended while it was set up") from error
            raise _ZygoteGone(self._last_words()) from error
        except BaseException:
            ours.close()
            raise

    def _send(self, message: bytes, descriptor: int) -> None:
        if sys.platform != "linux":
            raise SandboxError("Linux is needed for any protection")
        self._control.settimeout(_SECONDS_TO_SPAWN)
        socket.send_fds(self._control, [message], [descriptor])

    def _is_alive(self) -> bool:
        """Whether the zygote still holds its end of the control socket: it sends nothing there of its own."""
        self._control.settimeout(0.2)
        try:
            return self._control.recv(1) != b""
        except TimeoutError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Close the control socket, at which the zygote ends and takes its workers along."""
        self._control.close()
        if self._process is not None:
            try:
                self._process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)


def _await_worker(sock: socket.socket, deadline: float) -> Worker:
    """The worker at the other end, once it has sent its process and said that it is up."""
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
    if sys.platform != "linux":
        raise SandboxError("Linux is needed for any protection")
    kind, descriptors, _, _ = socket.recv_fds(sock, 1, 1, socket.MSG_CMSG_CLOEXEC)
    return kind, descriptors


def _reason(sock: socket.socket) -> str:
    """The rest of a report of failure."""
    said = b""
    while len(said) < _REASON_LENGTH and (piece := sock.recv(_REASON_LENGTH)):
        said += piece
    return said.decode(errors="replace")


def _spawn_plain(program: str) -> Worker:
    """A worker that is a child of this process, with limits and nothing else."""
    folder = tempfile.mkdtemp(prefix="autograder-")
    ours, theirs = socket.socketpair()
    with theirs:
        process = _start_plain(program, theirs, folder)
    worker = Worker(ours, Child(process, folder))
    try:
        ours.settimeout(_SECONDS_TO_WARM_UP)
        kind = ours.recv(1)
        if kind != UP:
            raise SandboxError(_reason(ours) if kind == FAILED else "a worker ended while it started")
        ours.settimeout(None)
        return worker
    except BaseException as error:
        worker.kill()
        if isinstance(error, OSError):
            raise SandboxError(f"a worker did not start ({error})") from error
        raise


def _start_plain(program: str, theirs: socket.socket, folder: str) -> subprocess.Popen[bytes]:
    command = outer.python(program, outer.ENGINE_OUTSIDE)
    environment = outer.environment(folder)
    if sys.platform == "win32":
        process = subprocess.Popen(
            [*command, "share"],
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
        [*command, str(theirs.fileno())],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
