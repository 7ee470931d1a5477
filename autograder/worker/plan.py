"""What the trusted side tells a zygote: how to confine its workers, and which one to start next."""

from __future__ import annotations

import contextlib
import socket
from typing import Final

import msgspec

from .kernel import one_line

READY: Final = b"R"  # over the control socket, followed by the version of Landlock
PROCESS: Final = b"P"  # over a worker's socket, with a descriptor of its process attached
UP: Final = b"U"  # the worker is confined, and serves
FAILED: Final = b"E"  # followed by the reason, one line of UTF-8, over either

# Imported before the fork where a submission asks for them; a request names them, it cannot name others.
WARMABLE: Final = ("matplotlib", "matplotlib.pyplot", "otter", "pandas")


class Plan(msgspec.Struct, frozen=True):
    """How each worker of a zygote is confined."""

    namespaces: bool  # namespaces and mounts of its own
    landlock_required: bool  # without it, a worker is not started
    readable: tuple[str, ...]
    devices: tuple[str, ...]
    kept_in_tmp: tuple[str, ...]  # what is readable beneath /tmp, which is else replaced
    building_site: str  # an empty folder to mount over
    slots: tuple[str, ...]  # places to write to, each lent to one worker at a time
    first_user: int | None  # a user for each worker, from here on
    processes: int | None  # most processes and threads of a worker
    warm_up: bool  # a trial starts without torch

    def to_json(self) -> str:
        """As text, for the command line."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The inverse of `to_json`."""
        return msgspec.json.decode(text, type=cls)


class Request(msgspec.Struct, frozen=True, array_like=True):
    """Start a worker."""

    warm: tuple[str, ...] = ()  # modules to import beforehand, of those in `WARMABLE`
    prove: bool = False  # it shall try what it must not be able to do, and serve nobody


def report(sock: socket.socket, error: BaseException) -> None:
    """Tell the trusted side, in one line, what could not be done."""
    with contextlib.suppress(OSError):
        sock.sendall(FAILED + one_line(error).encode())
