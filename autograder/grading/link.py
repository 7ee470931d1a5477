"""The link to a submission's worker: it loads the source, sends calls, receives answers, and replaces a lost worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from autograder.grading.budget import Limits
from autograder.grading.calls import CallKey
from autograder.grading.clock import Clock
from autograder.grading.connection import Connection, HungUp, TimedOut
from autograder.grading.meter import Overrun
from autograder.grading.python_versions import version_note
from autograder.intake.records import Source
from autograder.sandbox import Worker
from autograder.text import printable
from autograder.worker import wire

_MOST_PROBLEMS: Final = 3
_LONGEST_PLACE: Final = 80
_LONGEST_ERROR: Final = 300
_SYNTAX_ERRORS: Final = ("SyntaxError", "IndentationError", "TabError", "InputError")


class CannotLoad(Exception):
    """No worker can run the source to its end; the message is for the student."""


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

    def __init__(self, source: Source, spawn: Callable[[], Worker], limits: Limits) -> None:
        """Start no worker yet.

        Args:
            source: what every worker has to load.
            spawn: starts a fresh worker.
            limits: how long loading may take.
        """
        self._source = source
        self._spawn = spawn
        self._limits = limits
        self.clock = Clock()  # of the time that is waited for workers and their answers
        self._line: _Line | None = None
        self._in_flight: deque[CallKey | None] = deque()  # None where nobody asks for the answer any more
        self._load_failure = ""
        self._problems: tuple[wire.Problem, ...] = ()
        self.workers = 0
        self.crashes = 0  # workers that ended by themselves
        self.cpu_seconds = 0.0  # of the workers that are gone, where the system tells
        self.calls_answered = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the source stopped, if it did."""
        if self._load_failure:
            return (self._load_failure,)
        notes = [_problem_note(self._source, problem) for problem in self._problems[:_MOST_PROBLEMS]]
        if (rest := len(self._problems) - _MOST_PROBLEMS) > 0:
            notes.append(f"{rest} more cells of {self._source.file_name} raised")
        return tuple(notes)

    def open(self) -> None:
        """Have a worker with the source loaded.

        Raises:
            CannotLoad: there is none.
        """
        if self._load_failure:
            raise CannotLoad(self._load_failure)
        if self._line is not None:
            return
        worker = self._spawn()
        connection = Connection(worker.sock, worker.cpu_seconds)
        self._line = _Line(worker, connection)
        self.workers += 1
        self.clock.follow(connection)
        try:
            problems = self._load(connection)
        except BaseException:
            self.close()  # never go on with a worker that has not got the source
            raise
        if self.workers == 1:
            self._problems = problems

    def _load(self, connection: Connection) -> tuple[wire.Problem, ...]:
        order = wire.Load(self._source.stem, list(self._source.cells), self._limits.cell)
        name = self._source.file_name
        try:
            connection.send(wire.encode(order), self._limits.load)
            reply = wire.decode_reply(connection.receive(self._limits.load))
            if not isinstance(reply, wire.Loaded):
                raise HungUp
        except TimedOut:
            self._load_failure = f"{name} was still running after {self._limits.load:g} s: it must finish"
        except (HungUp, wire.WireError):
            self.crashes += 1
            self._load_failure = f"{name} ended the program while it was being run (a crash, or os._exit)"
        else:
            return tuple(reply.problems)
        raise CannotLoad(self._load_failure)

    @property
    def idle(self) -> bool:
        """Whether no answer is due. Only an idle worker may be sent calls: two that both write wait for ever."""
        return not self._in_flight

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

    def receive(self, seconds: float) -> tuple[CallKey | None, wire.Answer]:
        """The next answer that is due, with its call; None for a call that was forgotten.

        Raises:
            WorkerLost: it did not come within so many seconds, or is not an answer.
        """
        try:
            frame = self._connection.receive(seconds)
            with self.clock.reading():
                reply = wire.decode_reply(frame)
            if not isinstance(reply, wire.Answer):
                raise HungUp
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


def _problem_note(source: Source, problem: wire.Problem) -> str:
    if source.is_notebook:
        after = "the cells after it were run"
    elif problem.error.split(":")[0].endswith(_SYNTAX_ERRORS):
        after = "nothing in it could be used"
    else:
        after = "what it had defined by then is used"
    after += version_note(source, problem)
    where = printable(problem.where, _LONGEST_PLACE).removeprefix(f"{source.file_name}, ")
    return f"{source.file_name} stopped at {where}: {printable(problem.error, _LONGEST_ERROR)}; {after}"
