"""Signals that ask for an end, and output that nobody reads any more."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, TextIO, cast

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


class Stopped(KeyboardInterrupt):
    """A signal asked for an end: Ctrl-C, the system's, or that of a closed terminal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


@contextmanager
def orderly_stops() -> Iterator[list[Stopped]]:
    """Within this context the first such signal raises `Stopped`, and the second ends the process at once.

    By then all finished results are on disk, and the processes that we started end with us.

    Yields:
        What has been raised so far, because other code may catch it.
    """
    raised: list[Stopped] = []

    def stop(number: int, _: FrameType | None) -> None:
        if raised:
            os._exit(128 + number)
        raised.append(Stopped(number))
        raise raised[0]

    # A signal that our parent had ignored stays ignored: under nohup a closed terminal is no reason to stop.
    before = {number: signal.getsignal(number) for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, stop)
    try:
        yield raised
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_stops_to_parent() -> None:
    """For a process that its parent ends: ignore the terminal's signals, which reach both."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN if number != signal.SIGTERM else signal.SIG_DFL)


class Unbreakable:
    """A text stream that still accepts text when nobody reads it any more: a closed pipe, a terminal that is gone."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or drop the text."""
        try:
            return self._stream.write(text)
        except OSError:
            self._give_up()
            return len(text)

    def flush(self) -> None:
        """Flush, or drop what was written."""
        try:
            self._stream.flush()
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        """From now on, discard everything, including what the stream still buffers."""
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self._stream.fileno())
        os.close(null)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def unbreakable_output() -> Iterator[None]:
    """Within this context, a standard stream that breaks loses its own text and stops nothing else."""
    before = sys.stdout, sys.stderr
    # Either is None if it was closed before we started.
    sys.stdout, sys.stderr = (stream and cast(TextIO, Unbreakable(stream)) for stream in before)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        sys.stdout, sys.stderr = before
