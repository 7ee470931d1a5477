"""A machine's side of a grader process: starts it, asks it, and starts it again when a submission has killed it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from socket import gethostname
from typing import IO, Final

from autograder.cluster.frames import read_frame, write_frame
from autograder.cluster.messages import Answer, Report, decoded, encoded
from autograder.grading.tasks import DIED_TWICE
from autograder.sandbox.command_line import ONE_THREAD
from autograder.sandbox.temporary import TemporaryFolder

_SECONDS_TO_OPEN: Final = 600.0  # suites that were never rehearsed, on a busy machine
_SECONDS_TO_GRADE: Final = 3600.0  # the limits of a submission end it long before; a grader that is stuck is killed
_SECONDS_TO_END: Final = 5.0
IDLE_SECONDS: Final = 600.0  # nobody sent anything for so long: whoever asked is gone, and may have been killed
_LOOKS: Final = 20  # in that time
_ATTEMPTS: Final = 2


class _Died(Exception):
    """The grader process has ended, or is stuck; the text is the last that it said."""


class _Process:
    """A grader process."""

    def __init__(self, opening: bytes, archive: bytes) -> None:
        self._folder = TemporaryFolder()
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.cluster.grader_process", self._folder.path],
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            bufsize=0,
            start_new_session=True,
        )
        self._send(opening)
        self._send(archive)

    def ask(self, order: bytes) -> bytes:
        self._send(order)
        return self.answer(_SECONDS_TO_GRADE)

    def answer(self, seconds: float) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None
        with suppress(OSError, ValueError):
            if select.select([pipe], [], [], seconds)[0] and (data := _whole_frame(pipe)) is not None:
                return data
        raise _Died(self._last_words())

    @property
    def number(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def kill(self) -> None:
        """End it, and all that it has started; may be called from any thread."""
        self._process.kill()

    def close(self) -> None:
        """The same, and remove what it had."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._folder.close()

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, data)
        except (OSError, ValueError):
            raise _Died(self._last_words()) from None

    def _last_words(self) -> str:
        with suppress(OSError, ValueError):
            self._log.seek(0)
            lines = self._log.read().decode(errors="replace").strip().splitlines()
            return lines[-1] if lines else ""
        return ""


class Keeper:
    """Keeps a grader as long as it is needed; asked from one thread at a time, closed from any."""

    def __init__(self, opening: bytes, archive: bytes, idle_seconds: float = IDLE_SECONDS) -> None:
        """Prepare; the first question opens the grader.

        Args:
            opening: an encoded `Opening`.
            archive: the course, as `pack_course` makes it.
            idle_seconds: after so long without a question the grader ends.
        """
        self._idle_seconds = idle_seconds
        self._opening, self._archive = opening, archive
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._report = b""
        self._used = time.monotonic()
        self._closed = threading.Event()

    def report(self) -> bytes:
        """What this machine says to the opening, as an encoded `Report`."""
        with self._lock:
            self._open()
            return self._report

    def grade(self, order: bytes) -> bytes:
        """Have an encoded `Source` graded; returns an encoded `Answer`.

        A submission that kills its grader twice is given up.

        Raises:
            RuntimeError: there is no grader here, or not any more.
        """
        with self._lock:
            for _ in range(_ATTEMPTS):
                process = self._open()
                if process is None:
                    raise RuntimeError(decoded(self._report, Report).refusal)
                try:
                    return process.ask(order)
                except _Died:
                    self._end()
                finally:
                    self._used = time.monotonic()
            return encoded(Answer(detail=DIED_TWICE))

    def close(self) -> None:
        """End the grader, even while it grades, and remove the course."""
        self._closed.set()
        if (process := self._process) is not None:
            process.kill()  # whoever waits for its answer gets none, and lets go of the lock
        if self._lock.acquire(timeout=_SECONDS_TO_END):
            try:
                self._end()
            finally:
                self._lock.release()

    def watch(self) -> None:
        """Until it is closed, end a grader that nobody needs any more: the next question opens another."""
        while not self._closed.wait(self._idle_seconds / _LOOKS):
            if time.monotonic() - self._used > self._idle_seconds and self._lock.acquire(blocking=False):
                try:
                    self._end()
                finally:
                    self._lock.release()

    def _open(self) -> _Process | None:
        """The grader, which is opened if there is none; None if that is refused."""
        if self._closed.is_set():
            raise RuntimeError("the run has ended")
        if self._process is None:
            try:
                self._process = _Process(self._opening, self._archive)
                self._report = self._process.answer(_SECONDS_TO_OPEN)
            except _Died as died:
                last = f": {died}" if str(died) else ""
                refusal = f"the grader died there while it was opened{last}"
                self._report = encoded(Report(gethostname(), refusal=refusal))
            self._used = time.monotonic()
            if decoded(self._report, Report).refusal:
                self._end()
        if self._closed.is_set():  # meanwhile
            self._end()
            raise RuntimeError("the run has ended")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()


def introduction(opening: bytes) -> bytes:
    """What this machine can offer, as an encoded `Report`; the course stays where it is."""
    keeper = Keeper(opening, b"")
    try:
        return keeper.report()
    finally:
        keeper.close()


def _whole_frame(pipe: IO[bytes]) -> bytes | None:
    with open(pipe.fileno(), "rb", closefd=False) as buffered:
        return read_frame(buffered)
