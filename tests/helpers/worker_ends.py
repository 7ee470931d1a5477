"""Workers without a process: the other end of the socket is a thread of the test, which answers as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.sandbox import Worker
from autograder.worker import wire

Talk = Callable[["OtherEnd"], None]


class NoProcess:
    """What a `Worker` holds where there is no process to be ended."""

    def number(self) -> int | None:
        """There is none."""
        return None

    def end(self) -> None:
        """There is nothing to end."""


@dataclass
class OtherEnd:
    """A worker's end of the socket."""

    sock: socket.socket
    orders: list[wire.Load | wire.Calls] = field(default_factory=list)

    def order(self) -> wire.Load | wire.Calls:
        """The next order that the grader sends."""
        (size,) = wire.HEADER.unpack(self._exactly(wire.HEADER.size))
        order = wire.decode_order(self._exactly(size))
        self.orders.append(order)
        return order

    def say(self, reply: wire.Loaded | wire.Answer) -> None:
        """Send a reply."""
        data = wire.encode(reply)
        self.sock.sendall(wire.HEADER.pack(len(data)) + data)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.sock.recv(size - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data


@dataclass
class Spawner:
    """Starts workers, each of which talks as the next of the given functions does; the last one again and again."""

    talks: list[Talk]
    ends: list[OtherEnd] = field(default_factory=list)

    def __call__(self) -> Worker:
        """A fresh worker."""
        ours, theirs = socket.socketpair()
        end = OtherEnd(theirs)
        talk = self.talks[min(len(self.ends), len(self.talks) - 1)]
        self.ends.append(end)
        threading.Thread(target=_run, args=(talk, end), daemon=True).start()
        return Worker(ours, NoProcess())


def _run(talk: Talk, end: OtherEnd) -> None:
    with end.sock:
        try:
            talk(end)
            end.sock.recv(1)  # stay until the grader hangs up
        except (EOFError, OSError):
            return
