"""Frames to and from a worker, with a deadline on every wait: the other end is hostile.

A deadline is extended by the time for which a busy machine kept the worker from running, so that marks do not depend
on the load.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Final

from autograder.worker import wire

# `time.monotonic` stands still while the machine sleeps (CLOCK_MONOTONIC on Linux, the same on macOS), and so do the
# waits of `select`: a laptop that is closed in the middle of a call makes no student late.

_READ_SIZE: Final = 1 << 18
_MOST_PATIENCE: Final = 6.0  # a starved worker gets at most this many times its seconds
_WORTH_WAITING: Final = 0.02


class TimedOut(Exception):
    """The worker did not answer in time."""


class HungUp(Exception):
    """The worker ended, or sent something that is not a frame."""


class Connection:
    """The grader's end of the socket pair."""

    def __init__(self, sock: socket.socket, starved: Callable[[], float] = lambda: 0.0) -> None:
        """Take over the socket.

        Args:
            sock: connected to a worker.
            starved: tells for how many seconds the worker has been kept from running since it started.
        """
        self._sock = sock
        self._sock.setblocking(False)
        self._buffer = bytearray()
        self._starved = starved
        self._starved_when_sent = 0.0
        self.seconds_waited = 0.0

    def seconds_starved(self) -> float:
        """How much of the time waited the worker was kept from running, by a machine under load."""
        return min(self._starved(), self.seconds_waited * (1 - 1 / _MOST_PATIENCE))

    def send(self, data: bytes, seconds: float) -> None:
        """Send one frame.

        Raises:
            TimedOut: the worker did not read it within `seconds`.
            HungUp: the worker is gone.
        """
        if len(data) > wire.MAX_FRAME:
            raise ValueError(f"a frame of {len(data)} bytes is too large")
        self._starved_when_sent = self._starved()
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
            TimedOut: it was not complete within `seconds` in which the worker could run.
            HungUp: the worker ended, or announced a frame over the limit.
        """
        start = time.monotonic()
        deadline = start + seconds
        while (frame := self._take_frame()) is None:
            try:
                data = self._sock.recv(_READ_SIZE)
            except BlockingIOError:
                try:
                    self._wait(deadline)
                except TimedOut:
                    starved = self._starved() - self._starved_when_sent
                    put_off = start + seconds + min(starved, seconds * (_MOST_PATIENCE - 1))
                    if put_off - deadline < _WORTH_WAITING:
                        raise
                    deadline = put_off
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
        sockets = [self._sock]
        lists = ([], sockets) if to_write else (sockets, [])
        start = time.monotonic()
        ready = start < deadline and any(select.select(*lists, [], deadline - start))
        self.seconds_waited += time.monotonic() - start
        if not ready:
            raise TimedOut
