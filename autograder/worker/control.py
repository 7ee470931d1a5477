"""What the trusted side and a zygote tell each other: how workers are confined, which to start next, what failed."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from typing import Final, NoReturn

import msgspec

from .kernel import one_line

READY: Final = b"R"  # on the control socket, followed by the version of Landlock
PROCESS: Final = b"P"  # on a worker's socket, with a pidfd of the worker attached
UP: Final = b"U"  # on a worker's socket: it is confined, and serves
FAILED: Final = b"E"  # on either socket, followed by the reason: one line of UTF-8

Serve = Callable[[socket.socket], None]

# Imported before the fork if a submission imports them. A request cannot name any others.
WARMABLE: Final = ("matplotlib", "matplotlib.pyplot", "otter", "pandas", "torch._dynamo.config")


class Confinement(msgspec.Struct, frozen=True):
    """How each worker of a zygote is confined."""

    namespaces: bool  # whether a worker has its own namespaces and mounts
    landlock_required: bool  # without Landlock, no worker is started
    readable: tuple[str, ...]
    devices: tuple[str, ...]
    kept_in_tmp: tuple[str, ...]  # readable paths below /tmp; the rest of /tmp is replaced
    staging_dir: str  # an empty folder to mount over
    first_user: int | None  # each worker gets a user of its own, from this one on
    threads: int | None  # the most that a worker may have
    shared_user: bool  # whether the kernel counts those of the user's other processes as well
    warm_up: bool  # false for a trial, which starts without torch

    def to_json(self) -> str:
        """As text, for the command line."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Confinement:
        """The inverse of `to_json`."""
        return msgspec.json.decode(text, type=cls)


class Request(msgspec.Struct, frozen=True, array_like=True):
    """Start a worker."""

    warm: tuple[str, ...] = ()  # modules to import beforehand, out of `WARMABLE`
    prove: bool = False  # whether it only tries what it must not be able to do


def come_up(sock: socket.socket, settle: Callable[[], Serve]) -> NoReturn:
    """Become a worker: settle, say so, and serve until the grader hangs up; a failure is reported.

    Args:
        sock: the worker's end of its socket pair.
        settle: confines this process as far as its level does; returns what it then does with the socket.
    """
    try:
        serve = settle()
        sock.sendall(UP)
    except BaseException as error:
        report(sock, error)
        os._exit(1)
    try:
        serve(sock)
    finally:
        os._exit(0)


def report(sock: socket.socket, error: BaseException) -> None:
    """Tell the trusted side, in one line, what failed."""
    with contextlib.suppress(OSError):
        sock.sendall(FAILED + one_line(error).encode())
