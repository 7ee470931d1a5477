"""A student's submission as a check sees it: it looks like the module, and knows only calls and answers."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext, suppress
from typing import Any, NamedTuple

from autograder.grading.answers import Answers
from autograder.grading.calls import CallEncoder, CallKey, as_source
from autograder.grading.failures import BadAnswer, NotReached
from autograder.grading.subjects import Observation, Subject, interpret
from autograder.worker import wire


class _CaseCall(NamedTuple):
    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    after: BaseException | None  # the failure that was being handled when it was made


class Submission(Subject):
    """Calls the student's functions, wherever they are."""

    def __init__(self, encoder: CallEncoder, answers: Answers) -> None:
        super().__init__(encoder)
        self._answers = answers
        self._occurrences: Counter[bytes] = Counter()
        self._case_calls: list[_CaseCall] = []
        self.case_answers: list[tuple[CallKey, wire.Answer]] = []  # of the current case, each with its call

    def begin_case(self) -> None:
        """A new run of the check's body."""
        self._occurrences.clear()
        self._case_calls.clear()
        self.case_answers = []

    def calls_as_source(self, failure: BaseException | None = None, most: int = 4) -> tuple[str, ...]:
        """The calls of the current case, as text to be pasted; of many, a few.

        Args:
            failure: what ended the case. What a check asks after it, to see whether to forgive it, is left out.
            most: how many calls.
        """
        calls = [call for call in self._case_calls if failure is None or call.after is not failure]
        if len(calls) > most:  # the last; and the first, with which calls of the same function may be compared
            one_function = len({call.function for call in calls}) == 1
            calls = [calls[0], *calls[1 - most :]] if one_function else calls[-most:]
        texts = tuple(as_source(call.function, call.args, call.kwargs) for call in calls)
        return texts if all(texts) else ()

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        self._case_calls.append(_CaseCall(name, args, kwargs, sys.exception()))
        data = self._encoder.encode(name, args, kwargs, watch)
        call = CallKey(data, self._occurrences[data])
        self._occurrences[data] += 1
        answer = self._answers.answer_to(call)
        self.case_answers.append((call, answer))
        if answer.status == "missing" and (reason := self._answers.why_missing(name)):
            raise NotReached(f"`{name}` is not defined: {reason}", reason)
        observed = interpret(name, self._encoder.contract.functions[name], answer)
        # Validated now, while the time counts. Where it is watched, it may not matter what came back.
        with suppress(BadAnswer) if watch else nullcontext(), self._answers.reading():
            _ = observed.value
        return observed
