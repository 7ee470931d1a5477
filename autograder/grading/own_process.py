"""Answers of functions that stand in this process, as in a student's notebook: no worker, no sandbox.

Arguments and results pass through the same encoding and validation as a worker's, so that a check says the same.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import msgspec

from autograder.grading.budget import GradingBudget, Limits
from autograder.grading.calls import CallKey, function_of
from autograder.grading.clock import Clock
from autograder.grading.meter import Overrun
from autograder.worker import serve, wire
from autograder.worker.source import Interrupted, interrupted_after

_USUAL: Final = Limits()


class OwnProcess:
    """Calls the student's functions where they are; a call that hangs is interrupted where the system has a timer."""

    def __init__(
        self,
        names: Collection[str],
        functions: Mapping[str, Any],
        rename: Callable[[str], str] = str,
        limits: Limits = _USUAL,
    ) -> None:
        """Take the functions.

        Args:
            names: of the contract's functions.
            functions: by name; what is missing counts as not defined.
            rename: turns the place of an exception ("file, line 3") into what the student knows it by.
            limits: of a call; others do not apply.
        """
        self._module = types.ModuleType("submission")
        vars(self._module).update({name: functions[name] for name in names if name in functions})
        self._rename = rename
        self._budget = GradingBudget(limits, Clock())

    def why_missing(self, name: str) -> str:
        """The notebook itself has shown it."""
        return ""

    def begin_check(self, planned: Sequence[CallKey], *, long_calls: bool) -> None:
        """A new check; every call is made when it is asked for."""
        self._budget.begin_check(long_calls=long_calls)

    def answer_to(self, call: CallKey) -> wire.Answer:
        """Call the function.

        Raises:
            Hung: it did not return in time.
        """
        seconds = self._budget.call_seconds
        try:
            with interrupted_after(seconds):
                reply = wire.decode_reply(serve.answer_at_home(self._module, call.data))
        except Interrupted:
            raise self._hung(call) from None
        assert isinstance(reply, wire.Answer)
        if reply.raised is None:
            return reply
        if Interrupted.__name__ in reply.raised.names:
            raise self._hung(call)
        if KeyboardInterrupt.__name__ in reply.raised.names:
            raise KeyboardInterrupt
        where = self._rename(reply.raised.where)
        return msgspec.structs.replace(reply, raised=msgspec.structs.replace(reply.raised, where=where))

    def so_far(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """None: they are not kept."""
        return {}

    def reading(self) -> AbstractContextManager[None]:
        """Nobody counts the time here."""
        return nullcontext()

    def _hung(self, call: CallKey) -> BaseException:
        return self._budget.lost(function_of(call.data), Overrun.CLOCK)
