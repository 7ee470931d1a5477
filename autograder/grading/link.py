"""The link to a submission's worker: it loads the source, sends calls, receives answers, and replaces a lost worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

import msgspec

from autograder.grading import load_notes
from autograder.grading.allowance import Allowance
from autograder.grading.budget import Limits
from autograder.grading.calls import CallKey
from autograder.grading.clock import Clock
from autograder.grading.connection import Connection, HungUp, TimedOut
from autograder.grading.meter import Overrun, Spent
from autograder.grading.replies import Reply
from autograder.intake.records import Source
from autograder.sandbox import Worker
from autograder.worker import wire

_MOST_RELOADING: Final = 4  # all workers but the first may together take so many times the seconds of one to load


class CannotLoad(Exception):
    """No worker can run the source to its end; the message is for the student."""


class _EndedLoading(Exception):
    """A worker ended while it was loading the source."""


class WorkerLost(Exception):
    """A worker hung or ended; the next call gets another one.

    Attributes:
        call: the one that did it; None where nobody asks for that call any more.
        overrun: what it took too much of; None if it ended.
    """

    def __init__(self, call: CallKey | None, overrun: Overrun | None) -> None:
        super().__init__()
        self.call = call
        self.overrun = overrun


class _Line(NamedTuple):
    """A worker that has the source loaded."""

    worker: Worker
    connection: Connection


class Link:
    """Workers for one source, one at a time."""

    def __init__(
        self,
        source: Source,
        spawn: Callable[[], Worker],
        limits: Limits,
        names: Collection[str] = (),
        allowance: Allowance | None = None,
    ) -> None:
        """Start no worker yet.

        Args:
            source: what every worker has to load.
            spawn: starts a fresh worker.
            limits: how long loading may take.
            names: of the functions that may be called.
            allowance: what the submission may cost in all, if other links share it.
        """
        self.allowance = allowance or Allowance(limits.whole)
        self._names = names
        self._source = source
        self._spawn = spawn
        self._limits = limits
        self.clock = Clock()  # of the time that is waited for workers and their answers
        self._line: _Line | None = None
        self._in_flight: deque[CallKey | None] = deque()  # None where nobody asks for the answer any more
        self._load_failure = ""
        self._loaded: wire.Loaded | None = None  # what the first worker told that loaded the source
        self._reloading = 0.0  # seconds that all other workers took to load
        self.workers = 0
        self.crashes = 0  # workers that ended by themselves
        self.cpu_seconds = 0.0  # of the workers that are gone, where the system tells
        self.calls_answered = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the source stopped, if it did."""
        return (self._load_failure,) if self._load_failure else load_notes.notes(self._source, self._problems)

    def why_missing(self, name: str) -> str:
        """Why a function is not defined, "" if the source nowhere defines it."""
        return load_notes.why_missing(self._source, self._problems, name)

    @property
    def _problems(self) -> Sequence[wire.Problem]:
        return self._loaded.problems if self._loaded else ()

    def open(self) -> None:
        """Have a worker with the source loaded.

        Raises:
            CannotLoad: there is none.
        """
        if self._load_failure:
            raise CannotLoad(self._load_failure)
        if not self.allowance.is_left():
            raise CannotLoad(self._used_up)
        if self._line is not None:
            return
        if self._reloading > _MOST_RELOADING * self._limits.loading:
            name = self._source.file_name
            self._load_failure = f"not tried: {name} ended the program again and again, and takes too long to run anew"
            raise CannotLoad(self._load_failure)
        try:
            worker = self._with_source()
        except _EndedLoading:  # somebody else may have killed it
            worker = self._with_source(last_try=True)
        # Another connection, because the time that loading takes counts against no check.
        connection = Connection(worker.sock, worker.cpu_seconds, self.allowance)
        self._line = _Line(worker, connection)
        self.clock.follow(connection)

    def _with_source(self, *, last_try: bool = False) -> Worker:
        """A fresh worker that has loaded the source.

        Raises:
            CannotLoad: it cannot be loaded, now or ever.
            _EndedLoading: the worker ended, and another may be tried.
        """
        worker = self._spawn()
        self.workers += 1
        self.allowance.begin(worker)
        try:
            self._load(worker, last_try)
        except BaseException:
            self.allowance.end()
            self.cpu_seconds += worker.cpu_seconds() or 0.0
            worker.kill()  # never go on with a worker that has not got the source
            raise
        return worker

    def _load(self, worker: Worker, last_try: bool) -> None:
        name, limits = self._source.file_name, self._limits
        order = wire.Load(
            self._source.stem,
            list(self._source.cells),
            limits.cell,
            limits.loading,
            not self._source.is_notebook,
            list(self._names),
            self._loaded.left_out if self._loaded else [],
        )
        connection = Connection(worker.sock, worker.cpu_seconds, self.allowance)
        seconds = limits.loading + limits.cell  # the last cell may begin at the last moment
        try:
            connection.send(wire.encode(order), seconds)
            reply = wire.decode_reply(connection.receive(seconds))
            if not isinstance(reply, wire.Loaded):
                raise HungUp
        except TimedOut as late:
            still_running = f"{name} was still running after {seconds:g} s: it must finish"
            self._load_failure = self._used_up if late.overrun is Overrun.ALTOGETHER else still_running
        except (HungUp, wire.WireError):
            self.crashes += 1
            self._count_loading(connection)
            if not last_try:
                raise _EndedLoading from None
            self._load_failure = f"{name} ended the program while it was being run (a crash, or os._exit)"
        else:
            self._count_loading(connection)
            self._loaded = self._loaded or reply
            return
        raise CannotLoad(self._load_failure)

    def _count_loading(self, connection: Connection) -> None:
        if self.workers > 1:
            self._reloading += Spent(connection.seconds_waited, connection.meter.seconds()).counted

    @property
    def _used_up(self) -> str:
        most, name = self.allowance.seconds, self._source.file_name
        return f"not tried: {name} took more than {most:g} s in total, computing or doing nothing"

    @property
    def idle(self) -> bool:
        """Whether no answer is due. Only an idle worker may be sent calls: two that both write wait for ever."""
        return not self._in_flight

    @property
    def waits(self) -> bool:
        """Whether the next reply has still to come."""
        return self._line is None or not self._line.connection.has_frame

    def send(self, calls: Sequence[CallKey], seconds: float) -> None:
        """Send calls to the worker, which is open and idle.

        Raises:
            WorkerLost: it did not read them in time, or is gone.
        """
        message = wire.Calls([msgspec.Raw(call.data) for call in calls])
        self._in_flight.extend(calls)
        try:
            self._connection.send(wire.encode(message), seconds)
        except (TimedOut, HungUp):
            raise self._lost() from None

    def receive(self, seconds: float) -> tuple[CallKey | None, Reply]:
        """The next reply that is due, with its call; None for a call that was forgotten.

        Raises:
            WorkerLost: it did not come within so many seconds, or is not an answer.
        """
        try:
            frame = self._connection.receive(seconds)
            with self.clock.reading():
                reply = Reply(frame)
        except TimedOut as late:
            raise self._lost(late.overrun) from None
        except (HungUp, wire.WireError):
            raise self._lost() from None
        self.calls_answered += 1
        return self._in_flight.popleft(), reply

    def forget(self) -> None:
        """Nobody asks any more for the answers that are due."""
        self._in_flight = deque(None for _ in self._in_flight)

    def close(self) -> None:
        """End the worker. The link can be opened again."""
        if self._line is not None:
            line, self._line = self._line, None
            self.clock.leave()
            self.allowance.end()
            self.cpu_seconds += line.worker.cpu_seconds() or 0.0
            line.worker.kill()
        self._in_flight.clear()

    @property
    def _connection(self) -> Connection:
        assert self._line is not None, "the link is not open"
        return self._line.connection

    def _lost(self, overrun: Overrun | None = None) -> WorkerLost:
        call = self._in_flight[0] if self._in_flight else None
        self.crashes += overrun is None
        self.close()
        return WorkerLost(call, overrun)
