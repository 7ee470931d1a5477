"""Frames to and from a worker, with a deadline on every wait: the other end is hostile."""

from __future__ import annotations

import select
import socket
import time

from autograder.worker import wire

_READ_SIZE = 1 << 18


class TimedOut(Exception):
    """The worker did not answer in time."""


class HungUp(Exception):
    """The worker ended, or sent what is no frame."""


class Connection:
    """The grader's end of the socket pair."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._sock.setblocking(False)
        self._buffer = bytearray()
        self.seconds_waited = 0.0

    def send(self, data: bytes, seconds: float) -> None:
        """Send one frame.

        Raises:
            TimedOut: the worker did not read it within `seconds`.
            HungUp: there is no worker any more.
        """
        if len(data) > wire.MAX_FRAME:
            raise ValueError(f"a frame of {len(data)} bytes is too large")
        rest = memoryview(wire.HEADER.pack(len(data)) + data)
        deadline = time.monotonic() + seconds
        while rest:
            try:
                rest = rest[self._sock.send(rest) :]
            except BlockingIOError:
                self._wait(deadline, to_write=True)
            except OSError:
                raise HungUp from None

    def receive(self, seconds: float) -> bytes:
        """The next frame.

        Raises:
            TimedOut: it did not come whole within `seconds`.
            HungUp: the worker ended, or announced a frame over the limit.
        """
        deadline = time.monotonic() + seconds
        while (frame := self._take_frame()) is None:
            try:
                data = self._sock.recv(_READ_SIZE)
            except BlockingIOError:
                self._wait(deadline)
                continue
            except OSError:
                raise HungUp from None
            if not data:
                raise HungUp
            self._buffer += data
        return frame

    def _take_frame(self) -> bytes | None:
        if len(self._buffer) < wire.HEADER.size:
            return None
        (size,) = wire.HEADER.unpack_from(self._buffer)
        if size > wire.MAX_FRAME:
            raise HungUp
        end = wire.HEADER.size + size
        if len(self._buffer) < end:
            return None
        frame = bytes(self._buffer[wire.HEADER.size : end])
        del self._buffer[:end]
        return frame

    def _wait(self, deadline: float, *, to_write: bool = False) -> None:
        """Wait until the socket is ready, and count the time."""
        start = time.monotonic()
        sockets = [self._sock]
        lists = ([], sockets) if to_write else (sockets, [])
        ready = start < deadline and any(select.select(*lists, [], deadline - start))
        self.seconds_waited += time.monotonic() - start
        if not ready:
            raise TimedOut
