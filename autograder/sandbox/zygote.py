"""Starts workers, through a zygote if the level has one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from autograder.worker.control import Request

from . import command_line, plain
from .errors import MOST_SECONDS, SandboxError, TooSlow, ZygoteGone
from .levels import Level, named
from .worker_process import Worker

_ATTEMPTS: Final = 2  # one with the zygote, and if it has died, one with a new one


class _ZygoteProcess(Protocol):
    """A zygote process: `zygote_process.ZygoteProcess`, which exists only on Linux."""

    landlock: int

    def spawn(self, request: Request) -> Worker: ...

    def close(self) -> None: ...


class Zygote:
    """Starts workers at one level of protection.

    A context manager. The thread that starts it must outlive it, because the kernel ends a zygote with the thread that
    started it. Forks of this process may go on using it: a request is one message, and carries the socket for the
    answer. If the zygote has died, a fork starts one of its own. Threads must not share it.

    Attributes:
        level: the level at which it was started; None before that.
        landlock: the version of Landlock that confines its workers, 0 if none does.
    """

    def __init__(self, *, program: str | None = None, warm_up: bool = True) -> None:
        """Prepare; `start` starts it.

        Args:
            program: Python source of the zygote, or of each worker at a level without a zygote; by default
                the one that runs students' code.
            warm_up: false for a trial, with which only `prove` works.
        """
        self._program = program
        self._warm_up = warm_up
        self._process: _ZygoteProcess | None = None
        self.level: Level | None = None
        self.landlock = 0

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, level: Level | str) -> None:
        """Start at this level, after closing what ran before.

        Raises:
            SandboxError: the level is not available; the message is the reason.
            TooSlow: it did not start in time, which says nothing about the level.
        """
        self.close()
        self.level = named(level) if isinstance(level, str) else level
        if self.level.outer == "no zygote":
            return
        self._process = _start_process(self.level, self._program or command_line.ZYGOTE, warm_up=self._warm_up)
        self.landlock = self._process.landlock

    def spawn(self, warm: Sequence[str] = ()) -> Worker:
        """A fresh worker, confined and ready to serve.

        Args:
            warm: modules to import before the worker starts, out of `worker.control.WARMABLE`.

        Raises:
            SandboxError: no worker could be started, even after restarting a zygote that had died.
        """
        if self.level is not None and self.level.outer == "no zygote":
            return plain.spawn(self._program or command_line.PLAIN, warm_up=self._warm_up)
        return self._ask(Request(warm=tuple(warm)))

    def prove(self, targets: Mapping[str, Any]) -> list[str]:
        """Have a worker try what it must not be able to do; see `worker.prove.broken_promises`.

        Returns:
            The promises that do not hold, one phrase each.

        Raises:
            SandboxError: no worker could be started, or it did not answer.
        """
        with self._ask(Request(prove=True)) as worker:
            try:
                worker.sock.settimeout(MOST_SECONDS)
                with worker.sock.makefile("rw", encoding="utf-8") as stream:
                    stream.write(json.dumps(dict(targets)) + "\n")
                    stream.flush()
                    return msgspec.json.decode(stream.readline(), type=list[str])
            except TimeoutError as error:
                raise TooSlow("the trial of the sandbox", MOST_SECONDS) from error
            except (OSError, ValueError) as error:
                raise SandboxError(f"a trial worker did not answer ({error})") from error

    def close(self) -> None:
        """End the zygote and all its workers, and wait until they are gone. May be called again."""
        if self._process is not None:
            process, self._process = self._process, None
            process.close()

    def _ask(self, request: Request) -> Worker:
        if self.level is None:
            raise SandboxError("the sandbox has not been started")
        for _ in range(_ATTEMPTS):
            if self._process is None:
                self.start(self.level)
            assert self._process is not None
            try:
                return self._process.spawn(request)
            except ZygoteGone as gone:
                reason = str(gone)
                self.close()
        raise SandboxError(f"the sandbox died: {reason}")


def _start_process(level: Level, program: str, *, warm_up: bool) -> _ZygoteProcess:
    if sys.platform == "linux":
        from .zygote_process import ZygoteProcess

        return ZygoteProcess(level, program, warm_up=warm_up)
    raise SandboxError("it needs Linux")
