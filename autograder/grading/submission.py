"""A student's submission as a check sees it: every call is answered by a worker, within limits.

The calls that a check will make are known from its rehearsal with the reference, so they are sent ahead in
batches, and the answers are kept by the bytes of the call. What a check asks beyond (because earlier answers were
others, or to find a smaller counterexample) is a call of its own.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from autograder.grading.calls import CallEncoder, CallKey, as_source, function_of
from autograder.grading.clock import Clock
from autograder.grading.connection import Connection, HungUp, TimedOut
from autograder.grading.failures import BadAnswer, Crashed, Hung, NotReached
from autograder.grading.subjects import Observation, Subject, interpret
from autograder.intake.records import Source
from autograder.sandbox import Worker
from autograder.text import printable
from autograder.worker import wire

_BATCH: Final = 32
_BATCH_BYTES: Final = 1 << 20
_MOST_HANGS: Final = 2  # a function that hung so often is not called again
_LONG_FACTOR: Final = 8
_MOST_PROBLEMS: Final = 3
_MOST_HELD: Final = 64 << 20  # bytes of all answers, which are kept to the end; right work needs a tenth
_SHARE_FOR_SHRINKING: Final = 0.5  # of the submission's seconds, on top of them


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock that the student's code may take."""

    call: float = 5.0  # one call; eight times as long in checks that are marked for long calls
    check: float = 20.0  # all calls of one check, likewise
    submission: float = 60.0  # everything, loading included
    load: float = 30.0  # running the file itself, every time a worker is started

    @property
    def cell(self) -> float:
        """After so long a cell, or a `.py`, is interrupted, and what it has defined is kept."""
        return self.load / 2


class ShrinkStopped(BaseException):
    """The search for a smaller counterexample ends here; passes through hypothesis, which catches Exceptions.

    `by_clock` says whether time was the reason: then what was found so far is not repeatable.
    """

    def __init__(self, *, by_clock: bool) -> None:
        super().__init__()
        self.by_clock = by_clock


class Submission(Subject):
    """Calls the student's functions in a worker."""

    def __init__(self, encoder: CallEncoder, source: Source, spawn: Callable[[], Worker], limits: Limits) -> None:
        super().__init__(encoder)
        self._source = source
        self._spawn = spawn
        self._limits = limits
        self._worker: Worker | None = None
        self._link: Connection | None = None
        self._load_failure = ""
        self._problems: list[wire.Problem] | None = None
        self._hangs: Counter[str] = Counter()
        self._clock = Clock()
        self.workers = 0
        self.crashed = False  # whether a worker ended by itself
        self.cpu_seconds = 0.0  # of the workers that are gone, where the system tells
        self.calls_answered = 0
        self._held = 0  # bytes that the answers so far take, about
        self.begin_check((), long_calls=False)

    # --- what the runner of checks tells ---

    def begin_check(self, planned: Sequence[CallKey], *, long_calls: bool) -> None:
        """A new check: forget the answers of the last one, and know which calls are to come."""
        self._planned = deque(planned)
        self._in_flight: deque[CallKey | None] = deque(None for _ in getattr(self, "_in_flight", ()))
        self._answers: dict[CallKey, wire.Answer] = {}
        factor = _LONG_FACTOR if long_calls else 1
        self._batch = 1 if long_calls else _BATCH  # what a long call came to may make the next one needless
        self._call_seconds = self._limits.call * factor
        self._check_seconds = self._limits.check * factor
        self._clock.start()
        self._live_calls_left: int | None = None  # a number while shrinking
        self.begin_case()

    def begin_case(self) -> None:
        """A new run of the check's body."""
        self._occurrences: Counter[bytes] = Counter()
        self._case_calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def begin_shrinking(self, most_calls: int) -> None:
        """From now on only look for a smaller case: with so many calls, and no blame for what they do."""
        self._planned.clear()
        exhausted = self._clock.shrinking_is_past(self._limits.submission * _SHARE_FOR_SHRINKING)
        self._live_calls_left = 0 if exhausted else most_calls
        self._clock.start()

    def end_shrinking(self) -> None:
        """The time that the search took does not count against the submission."""
        self._clock.end_shrinking()

    def calls_as_source(self, most: int = 4) -> tuple[str, ...]:
        """The calls of the current case, as text to be pasted; of many, the last."""
        return tuple(as_source(*call) for call in self._case_calls[-most:])

    # --- what the reports ask ---

    @property
    def seconds_waited(self) -> float:
        """How long the student's code has kept us waiting so far, what is slow to read included."""
        return self._clock.seconds

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the source stopped, if it did."""
        if self._load_failure:
            return (self._load_failure,)
        notes = [self._problem_note(problem) for problem in (self._problems or ())[:_MOST_PROBLEMS]]
        if self._problems and len(self._problems) > _MOST_PROBLEMS:
            notes.append(f"{len(self._problems) - _MOST_PROBLEMS} more cells of {self._source.file_name} raised")
        return tuple(notes)

    def _problem_note(self, problem: wire.Problem) -> str:
        if self._source.is_notebook:
            after = "the cells after it were run"
        elif problem.error.split(":")[0].endswith(("SyntaxError", "IndentationError", "TabError", "InputError")):
            after = "nothing in it could be used"
        else:
            after = "what it had defined by then is used"
        name = self._source.file_name
        where = printable(problem.where, 80).removeprefix(f"{name}, ")
        return f"{name} stopped at {where}: {printable(problem.error, 300)}; {after}"

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._clock.leave()
            self.cpu_seconds += self._worker.cpu_seconds() or 0.0
            self._worker.kill()
        self._worker = self._link = None
        self._in_flight.clear()

    # --- answering ---

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        self._case_calls.append((name, args, kwargs))
        data = self._encoder.encode(name, args, kwargs, watch)
        observed = interpret(name, self._encoder.contract.functions[name], self._answer(name, data))
        # Validated now, while the time counts. Where it is watched, it may not matter what came back.
        with suppress(BadAnswer) if watch else nullcontext(), self._clock.reading():
            _ = observed.value
        return observed

    def answer_to(self, key: CallKey) -> wire.Answer:
        """The answer to one of the calls of the current check, asked for only once.

        Raises:
            CheckFailed: the worker hung or crashed, or is not asked any more.
        """
        while key not in self._answers:
            self._refuse_if_pointless(function_of(key.data))
            self._connect()
            self._advance(key)
        return self._answers[key]

    def _answer(self, name: str, data: bytes) -> wire.Answer:
        key = CallKey(data, self._occurrences[data])
        self._occurrences[data] += 1
        answer = self.answer_to(key)
        if answer.status == "missing" and self.notes:
            raise NotReached(f"`{name}` is not defined: {self.notes[0]}")
        return answer

    def _refuse_if_pointless(self, name: str) -> None:
        check_is_over = self._clock.start_is_past(self._check_seconds)
        if self._live_calls_left is not None:
            if check_is_over:
                raise ShrinkStopped(by_clock=True)
            if self._held > _MOST_HELD:
                raise ShrinkStopped(by_clock=False)
            return
        if self._held > _MOST_HELD:
            raise NotReached(f"not tried: all results so far take more than {_MOST_HELD >> 20} MB")
        if self._hangs[name] >= _MOST_HANGS:
            raise NotReached(f"not tried: {name} hung in {_MOST_HANGS} checks before")
        if self._clock.is_past(self._limits.submission):
            raise NotReached(f"not tried: all {self._limits.submission:g} s for this submission were used up before")
        if check_is_over:
            raise Hung(f"the calls of this check took more than {self._check_seconds:g} s together")

    def _connect(self) -> None:
        """Have a worker with the source loaded.

        Raises:
            NotReached: the source cannot be loaded.
        """
        if self._load_failure:
            raise NotReached(self._load_failure)
        if self._link is not None:
            return
        self._worker = self._spawn()
        self.workers += 1
        self._link = Connection(self._worker.sock, self._worker.starved_seconds)
        self._clock.follow(self._link)
        order = wire.Load(self._source.stem, list(self._source.cells), self._limits.cell)
        name = self._source.file_name
        try:
            self._link.send(wire.encode(order), self._limits.load)
            reply = wire.decode_reply(self._link.receive(self._limits.load))
            if not isinstance(reply, wire.Loaded):
                raise HungUp
        except TimedOut:
            self._fail_to_load(f"{name} was still running after {self._limits.load:g} s: it must come to its end")
        except (HungUp, wire.WireError):
            self.crashed = True
            self._fail_to_load(f"{name} ended the program while it was being run (a crash, or os._exit)")
        except BaseException:
            self.close()  # never go on with a worker that has not got the source
            raise
        else:
            if self._problems is None:
                self._problems = reply.problems

    def _fail_to_load(self, reason: str) -> None:
        self._load_failure = reason
        self.close()
        if self._live_calls_left is not None:
            raise ShrinkStopped(by_clock=False)
        raise NotReached(reason)

    def _advance(self, key: CallKey) -> None:
        """One step towards the answer. Only an idle worker is sent calls: two that both write wait for ever."""
        if not self._in_flight:
            if key in self._planned:
                self._send_batch()
            else:
                self._send_live(key)
        self._receive()

    def _send_batch(self) -> None:
        batch: list[CallKey] = []
        size = 0
        while self._planned and len(batch) < self._batch and size < _BATCH_BYTES:
            batch.append(self._planned.popleft())
            size += len(batch[-1].data)
        self._send(batch)

    def _send_live(self, key: CallKey) -> None:
        if self._live_calls_left is not None:
            if self._live_calls_left == 0:
                raise ShrinkStopped(by_clock=False)
            self._live_calls_left -= 1
        self._send([key])

    def _send(self, keys: list[CallKey]) -> None:
        assert self._link is not None
        message = wire.Calls([msgspec.Raw(key.data) for key in keys])
        self._in_flight.extend(keys)
        try:
            self._link.send(wire.encode(message), self._call_seconds)
        except (TimedOut, HungUp):
            self._lose_worker(hung=False)

    def _receive(self) -> None:
        assert self._link is not None
        try:
            frame = self._link.receive(self._call_seconds)
            with self._clock.reading():
                reply = wire.decode_reply(frame)
                if not isinstance(reply, wire.Answer):
                    raise HungUp
                self._held += wire.bytes_held(reply.value)
        except TimedOut:
            self._lose_worker(hung=True)
        except (HungUp, wire.WireError):
            self._lose_worker(hung=False)
        else:
            self.calls_answered += 1
            asked = self._in_flight.popleft()
            if asked is not None:
                self._answers[asked] = reply

    def _lose_worker(self, *, hung: bool) -> None:
        """The first call in flight hung or crashed; a call that nobody asks for any more is blamed on nobody."""
        asked = self._in_flight[0] if self._in_flight else None
        self.crashed |= not hung
        self.close()
        if self._live_calls_left is not None:
            raise ShrinkStopped(by_clock=False)
        if asked is None:
            return
        name = function_of(asked.data)
        if hung:
            self._hangs[name] += 1
            raise Hung(f"{name} did not come back within {self._call_seconds:g} s")
        raise Crashed(f"{name} ended the program (a crash, os._exit, or far too much memory)")
