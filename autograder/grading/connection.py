"""Frames to and from a worker, with a limit on every wait: the other end is hostile."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Final

from autograder.grading.allowance import SECONDS_BETWEEN_LOOKS, Allowance
from autograder.grading.meter import Meter, Overrun, Watch
from autograder.worker import wire

# `time.monotonic` stands still while the machine sleeps (CLOCK_MONOTONIC on Linux, the same on macOS), and so do the
# waits of `select`: a laptop that is closed in the middle of a call makes no student late.

_READ_SIZE: Final = 1 << 18


class TimedOut(Exception):
    """The worker did not answer within its limit."""

    def __init__(self, overrun: Overrun) -> None:
        super().__init__()
        self.overrun = overrun


class HungUp(Exception):
    """The worker ended, or sent something that is not a frame."""


class Connection:
    """The grader's end of the socket pair."""

    def __init__(
        self,
        sock: socket.socket,
        processor: Callable[[], float | None] = lambda: None,
        allowance: Allowance | None = None,
    ) -> None:
        """Take over the socket.

        Args:
            sock: connected to a worker.
            processor: tells how many seconds of processor time the worker has used; None where the system does not.
            allowance: out of which its waits are paid; none for a wait that has other limits only.
        """
        self._sock = sock
        self._sock.setblocking(False)
        self._buffer = bytearray()
        self.meter = Meter(processor)
        self._allowance = allowance
        self.seconds_waited = 0.0

    def send(self, data: bytes, seconds: float) -> None:
        """Send one frame.

        Raises:
            TimedOut: the worker did not read it within `seconds`, of processor time where the system tells.
            HungUp: the worker is gone.
        """
        if len(data) > wire.MAX_FRAME:
            raise ValueError(f"a frame of {len(data)} bytes is too large")
        rest = memoryview(wire.HEADER.pack(len(data)) + data)
        watch = Watch(seconds, self.meter)
        while rest:
            try:
                rest = rest[self._sock.send(rest) :]
            except BlockingIOError:
                self._wait(watch, to_write=True)
            except OSError:
                raise HungUp from None

    def receive(self, seconds: float) -> bytes:
        """The next frame.

        Raises:
            TimedOut: it was not complete within `seconds`, of processor time where the system tells.
            HungUp: the worker ended, or announced a frame over the limit.
        """
        watch: Watch | None = None
        while (frame := self._take_frame()) is None:
            try:
                data = self._sock.recv(_READ_SIZE)
            except BlockingIOError:
                watch = watch or Watch(seconds, self.meter)
                self._wait(watch)
                continue
            except OSError:
                raise HungUp from None
            if not data:
                raise HungUp
            self._buffer += data
        return frame

    @property
    def has_frame(self) -> bool:
        """Whether the next frame has come already, so that nothing is waited for."""
        return 0 < self._end_of_frame() <= len(self._buffer)

    def _end_of_frame(self) -> int:
        """Where the next frame ends, 0 if that has not come yet."""
        if len(self._buffer) < wire.HEADER.size:
            return 0
        return wire.HEADER.size + int(wire.HEADER.unpack_from(self._buffer)[0])

    def _take_frame(self) -> bytes | None:
        end = self._end_of_frame()
        if end > wire.HEADER.size + wire.MAX_FRAME:
            raise HungUp
        if not 0 < end <= len(self._buffer):
            return None
        frame = bytes(self._buffer[wire.HEADER.size : end])
        del self._buffer[:end]
        return frame

    def _wait(self, watch: Watch, *, to_write: bool = False) -> None:
        """Wait until the socket is ready, or the worker has to be looked at again, and count the time."""
        start = time.monotonic()
        patience = watch.look()
        if self._allowance is not None and not self._allowance.is_left():
            patience = Overrun.ALTOGETHER
        if isinstance(patience, Overrun):
            raise TimedOut(patience)
        patience = min(patience, SECONDS_BETWEEN_LOOKS)
        sockets = [self._sock]
        lists = ([], sockets) if to_write else (sockets, [])
        select.select(*lists, [], patience)
        # Beyond its patience only a process waits that was stopped (Ctrl-Z), or that others kept from the processor.
        waited = min(time.monotonic() - start, patience)
        watch.clock += waited
        self.seconds_waited += waited
        if self._allowance is not None:
            self._allowance.waited(waited)
