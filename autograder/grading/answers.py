"""Where the answers to a check's calls come from: a worker, within a budget.

The calls that a check will make are known from its rehearsal with the reference, so they are sent ahead in
batches, and the answers are kept by the bytes of the call. What a check asks beyond (because earlier answers were
others, or to find a smaller counterexample) is a call of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Final, Protocol

from autograder.grading.budget import Budget
from autograder.grading.calls import CallKey, function_of
from autograder.grading.link import CannotLoad, Link, WorkerLost
from autograder.worker import wire

_BATCH_BYTES: Final = 1 << 20
NO_ANSWERS: Final[Mapping[CallKey, wire.Answer]] = MappingProxyType({})


class Answers(Protocol):
    """What answers the calls of a check."""

    def why_missing(self, name: str) -> str:
        """Why a function is not defined, "" if the source nowhere defines it."""

    def begin_check(self, planned: Sequence[CallKey], *, long_calls: bool) -> None:
        """A new check: forget the answers of the last one.

        Args:
            planned: the calls that the check makes of right work, in their order.
            long_calls: whether calls may take long.
        """

    def answer_to(self, call: CallKey) -> wire.Answer:
        """The answer to a call of the current check; asked for only once.

        Raises:
            CheckFailed: it does not come, and the check fails with that.
        """

    def so_far(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """The answers to these calls of the current check that have come already."""

    def reading(self) -> AbstractContextManager[None]:
        """Counts the time that it takes to read an answer, against whoever gave it."""


class WorkerAnswers:
    """Answers from a worker."""

    def __init__(self, link: Link, budget: Budget) -> None:
        self._link = link
        self._budget = budget
        self._planned: deque[CallKey] = deque()
        self._answers: dict[CallKey, wire.Answer] = {}
        self._held = 0  # bytes that all answers so far take, about

    def why_missing(self, name: str) -> str:
        """Why a function is not defined, "" if the source nowhere defines it."""
        return self._link.why_missing(name)

    def begin_check(
        self, planned: Sequence[CallKey], *, long_calls: bool, known: Mapping[CallKey, wire.Answer] = NO_ANSWERS
    ) -> None:
        """A new check: forget the answers of the last one.

        Args:
            planned: the calls that the check makes of right work, in their order.
            long_calls: whether calls may take long.
            known: answers that need not be asked for again.
        """
        self._planned = deque(planned)
        self._answers = dict(known)
        self._link.forget()
        self._budget.begin_check(long_calls=long_calls)

    def answer_to(self, call: CallKey) -> wire.Answer:
        """The answer to a call of the current check; asked for only once.

        Raises:
            CheckFailed: in grading, the call hung or crashed, or is not admitted.
            SearchOver: the same in a search.
        """
        while call not in self._answers:
            self._budget.admit(function_of(call.data), self._held)
            self._advance(call)
        return self._answers[call]

    def so_far(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """The answers to these calls of the current check that have come already."""
        return {call: self._answers[call] for call in calls if call in self._answers}

    def reading(self) -> AbstractContextManager[None]:
        """Counts the time that it takes to read an answer."""
        return self._link.clock.reading()

    def _advance(self, call: CallKey) -> None:
        """One step towards the answer."""
        try:
            self._link.open()
            if self._link.idle:
                self._link.send(self._next_batch() if call in self._planned else [call], self._budget.call_seconds)
            answered, answer = self._link.receive(self._budget.call_seconds)
        except CannotLoad as error:
            raise self._budget.without_worker(str(error)) from None
        except WorkerLost as lost:
            if lost.call is not None:
                raise self._budget.lost(function_of(lost.call.data), lost.overrun) from None
            return  # a call that nobody asks for any more is blamed on nobody
        with self._link.clock.reading():
            self._held += wire.bytes_held(answer.value)
        if answered is not None:
            self._answers[answered] = answer

    def _next_batch(self) -> list[CallKey]:
        batch: list[CallKey] = []
        size = 0
        while self._planned and len(batch) < self._budget.calls_ahead and size < _BATCH_BYTES:
            batch.append(self._planned.popleft())
            size += len(batch[-1].data)
        return batch
