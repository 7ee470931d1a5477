"""A submission whose functions stand in this process, as in a student's notebook: no worker, no sandbox.

Arguments and results pass through the same encoding and validation as a worker's, so that a check says the same.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from autograder.grading.calls import CallEncoder
from autograder.grading.failures import Hung
from autograder.grading.submission import Limits, Submission
from autograder.intake.records import Source
from autograder.sandbox import Worker
from autograder.worker import serve, wire
from autograder.worker.source import Interrupted, interrupted_after

_USUAL: Final = Limits()


class OwnProcess(Submission):
    """Calls the student's functions where they are; a call that hangs is interrupted where the system has a timer."""

    def __init__(
        self,
        encoder: CallEncoder,
        stem: str,
        functions: Mapping[str, Any],
        rename: Callable[[str], str] = str,
        limits: Limits = _USUAL,
    ) -> None:
        """Take the functions.

        Args:
            encoder: of the contract.
            stem: the assignment's name.
            functions: by name; what is missing counts as not defined.
            rename: turns the place of an exception ("file, line 3") into what the student knows it by.
            limits: of a call; others do not apply.
        """
        super().__init__(encoder, Source(stem, f"{stem}.ipynb", ()), _no_worker, limits)
        self._module = types.ModuleType(stem)
        vars(self._module).update({name: functions[name] for name in encoder.contract.functions if name in functions})
        self._rename = rename

    def _answer(self, name: str, data: bytes) -> wire.Answer:
        hung = Hung(f"{name} did not come back within {self._call_seconds:g} s")
        try:
            with interrupted_after(self._call_seconds):
                reply = wire.decode_reply(serve.answer(self._module, data))
        except Interrupted:
            raise hung from None
        assert isinstance(reply, wire.Answer)
        if reply.raised is None:
            return reply
        if Interrupted.__name__ in reply.raised.names:
            raise hung
        if KeyboardInterrupt.__name__ in reply.raised.names:
            raise KeyboardInterrupt
        return msgspec.structs.replace(
            reply, raised=msgspec.structs.replace(reply.raised, where=self._rename(reply.raised.where))
        )


def _no_worker() -> Worker:
    raise AssertionError("a submission of this process has no worker")
