"""Where the answers to a check's calls come from: a worker, within a budget.

The calls that a check will make of right work are known from its rehearsal with the reference. They are made in
batches, before any answer is judged, and the answers are kept by the bytes of the call: so nothing that a worker is
asked tells it whether it was right. What a check asks beyond (because answers were others, or to find a smaller
counterexample) is a call of its own. An answer that has come stands: no worker that ends on purpose is asked again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from autograder.grading.budget import Budget
from autograder.grading.calls import CallKey, function_of
from autograder.grading.failures import CheckFailed, Crashed, Hung
from autograder.grading.link import CannotLoad, Link, WorkerLost
from autograder.grading.replies import Replies
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


class Asked(NamedTuple):
    """What came of the calls that a check makes of right work."""

    answers: Mapping[CallKey, wire.Answer] = NO_ANSWERS
    lost: CallKey | None = None  # the first that was not answered; after it none was made
    failure: CheckFailed | None = None  # and why

    @property
    def crashed(self) -> bool:
        """Whether the worker ended by itself."""
        return isinstance(self.failure, Crashed)

    @property
    def hung(self) -> bool:
        """Whether a limit of time was passed."""
        return isinstance(self.failure, Hung)


NOTHING_ASKED: Final = Asked()


class WorkerAnswers:
    """Answers from a worker."""

    def __init__(self, link: Link, budget: Budget) -> None:
        self._link = link
        self._budget = budget
        self._planned: deque[CallKey] = deque()
        self._asked = NOTHING_ASKED
        self._answers = Replies()
        self._held: Counter[str] = Counter()  # bytes that the answers so far take, about, by function

    def why_missing(self, name: str) -> str:
        """Why a function is not defined, "" if the source nowhere defines it."""
        return self._link.why_missing(name)

    def ask(self, planned: Sequence[CallKey], before: Asked = NOTHING_ASKED) -> Asked:
        """Make all the calls that a check makes of right work, whatever the answers are.

        Args:
            planned: the calls, in their order.
            before: what has come of them already, if the worker was lost.
        """
        self.begin_check(planned, long_calls=False, asked=Asked(before.answers))
        for call in planned:
            try:
                self._fetch(call)
            except CheckFailed as failure:
                return Asked(self.answered.answers, call, _alone(failure))
        return self.answered

    @property
    def answered(self) -> Asked:
        """What has come of the calls of this check, of whatever kind."""
        return self._asked._replace(answers=Replies(self._answers))

    @property
    def count(self) -> int:
        """How many calls of this check were answered; more than planned where it asked beyond."""
        return len(self._answers)

    def begin_check(self, planned: Sequence[CallKey], *, long_calls: bool, asked: Asked = NOTHING_ASKED) -> None:
        """A new check: forget the answers of the last one.

        Args:
            planned: the calls that the check makes of right work, in their order.
            long_calls: whether calls may take long.
            asked: what has come of those that were made.
        """
        self._planned = deque(call for call in planned if call not in asked.answers)
        self._asked = asked
        self._answers = Replies(asked.answers)
        self._link.forget()
        self._budget.begin_check(long_calls=long_calls)

    def answer_to(self, call: CallKey) -> wire.Answer:
        """The answer to a call of the current check; asked for only once.

        Raises:
            CheckFailed: in grading, the call hung or crashed, or is not admitted.
            SearchOver: the same in a search.
        """
        self._fetch(call)
        try:
            return self._answers[call]
        except wire.WireError:
            raise self._budget.lost(function_of(call.data), None) from None

    def so_far(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """The answers to these calls of the current check that have come already, and can be read."""
        answers: dict[CallKey, wire.Answer] = {}
        for call in calls:
            if call in self._answers:
                with suppress(wire.WireError):
                    answers[call] = self._answers[call]
        return answers

    def replied(self, calls: Sequence[CallKey]) -> bytes | None:
        """What came of these calls of the current check, as a digest; None if one did not, or was looked at before."""
        return self._answers.digest(calls)

    def reading(self) -> AbstractContextManager[None]:
        """Counts the time that it takes to read an answer."""
        return self._link.clock.reading()

    def _fetch(self, call: CallKey) -> None:
        """Have the reply to a call, which is not looked at yet: whether it is known must not show in our speed."""
        self._budget.admit_reading()
        if call == self._asked.lost and self._asked.failure is not None:
            raise self._asked.failure
        while call not in self._answers:
            self._budget.admit(function_of(call.data), self._held, waits=self._link.waits)
            self._advance(call)

    def _advance(self, call: CallKey) -> None:
        """One step towards the answer."""
        try:
            self._link.open()
            if self._link.idle:
                self._link.send(self._next_batch() if call in self._planned else [call], self._budget.call_seconds)
            answered, reply = self._link.receive(self._budget.call_seconds)
        except CannotLoad as error:
            raise self._budget.without_worker(str(error)) from None
        except WorkerLost as lost:
            if lost.call is not None:
                raise self._budget.lost(function_of(lost.call.data), lost.overrun) from None
            return  # a call that nobody asks for any more is blamed on nobody
        self._held[function_of((answered or call).data)] += reply.held
        if answered is not None:
            self._answers.add(answered, reply)

    def _next_batch(self) -> list[CallKey]:
        batch: list[CallKey] = []
        size = 0
        while self._planned and len(batch) < self._budget.calls_ahead and size < _BATCH_BYTES:
            batch.append(self._planned.popleft())
            size += len(batch[-1].data)
        return batch


def _alone(failure: CheckFailed) -> CheckFailed:
    """The failure without what led to it: a traceback keeps the frames of calls, and in them megabytes that came."""
    failure.__cause__ = failure.__context__ = None
    return failure.with_traceback(None)
