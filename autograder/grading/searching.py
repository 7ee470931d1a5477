"""What is looked for after all checks are played, in workers of its own, and changes no mark.

First whether the case that failed does so again: what a function answers from the clock, the system's randomness or
what it was called before has no numbers that another run would repeat. Then, where cases are drawn, the smallest
counterexample among fresh ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import msgspec
import numpy as np

from autograder.grading.allowance import Allowance
from autograder.grading.answers import NO_ANSWERS, Asked, WorkerAnswers
from autograder.grading.budget import Limits, SearchBudget, SearchOver
from autograder.grading.calls import CallEncoder, CallKey, function_of
from autograder.grading.case_data import Case
from autograder.grading.checks import Check
from autograder.grading.explaining.fresh import FreshCases
from autograder.grading.failures import CheckFailed
from autograder.grading.link import Link
from autograder.grading.playing import FailedCase, Failure, Played
from autograder.grading.subjects import Reference
from autograder.grading.submission import Submission
from autograder.intake.records import Source
from autograder.results import CheckResult
from autograder.sandbox import Worker
from autograder.worker import wire

# A search ends after so many new calls, not seconds, so that the same is found on a machine under load.
_MOST_CALLS: Final = 80


class Searches:
    """The searches after one submission. Close its link when they are done."""

    def __init__(
        self,
        suite: tuple[CallEncoder, Reference | None, FreshCases],
        source: Source,
        spawn: Callable[[], Worker],
        limits: Limits,
        allowance: Allowance | None = None,
        hung: Collection[str] = (),
    ) -> None:
        """Start no worker yet.

        Args:
            suite: the encoder of its contract, what its checks compare with, and cases that they have not seen.
            source: the submission.
            spawn: starts a fresh worker.
            limits: those of grading.
            allowance: what grading left of what the submission may cost in all.
            hung: functions that hung in grading: they are not called again.
        """
        self._encoder, self._reference, self._fresh = suite
        self.link = Link(source, spawn, limits, self._encoder.contract.functions, allowance)
        self._answers = WorkerAnswers(self.link, SearchBudget(limits, self.link.clock, _MOST_CALLS, hung))
        self._differing: set[str] = set()  # functions that were seen to give two answers to the same call

    def explained(self, check: Check, played: Played) -> Played:
        """The check with the smallest counterexample that is found, or with what cannot be repeated.

        Where a worker ended in the search it is made once more: somebody else may have killed it.
        """
        if played.failed is None:
            return played
        crashes = self.link.crashes
        explained = self._explained(check, played, played.failed)
        return explained if self.link.crashes == crashes else self._explained(check, played, played.failed)

    def ask(self, calls: Sequence[bytes]) -> dict[bytes, wire.Answer]:
        """The answers to further calls; only the first ones where the others are beyond the search's budget."""
        self._answers.begin_check((), long_calls=False)
        answers: dict[bytes, wire.Answer] = {}
        with suppress(SearchOver, CheckFailed):
            for data in calls:
                answers[data] = self._answers.answer_to(CallKey(data, 0))
        return answers

    def ask_anew(self, calls: Sequence[CallKey]) -> dict[CallKey, wire.Answer]:
        """The answers of a fresh worker to these calls, one after the other; none where they do not all come."""
        self.link.close()
        self._answers.begin_check((), long_calls=False)
        with suppress(SearchOver, CheckFailed):
            return {call: self._answers.answer_to(call) for call in calls}
        return {}

    def hold(self, check: Check, cases: Sequence[Case], known: Mapping[CallKey, wire.Answer]) -> list[bool]:
        """Whether the check holds in each of these cases; only of the first ones where the budget ends."""
        self._answers.begin_check((), long_calls=False, asked=Asked(known))
        submission = Submission(self._encoder, self._answers)
        arguments: Mapping[str, Any] = check.arguments(submission, self._reference)
        verdicts: list[bool] = []
        with suppress(SearchOver):
            for case in cases:
                submission.begin_case()
                try:
                    check.body(**arguments, **case)
                except AssertionError:
                    verdicts.append(False)
                else:
                    verdicts.append(True)
        return verdicts

    def _explained(self, check: Check, played: Played, failed: FailedCase) -> Played:
        found = failed
        differing = self._differs(check, failed)
        if not differing and check.draws and not check.long_calls:
            found = self._smallest(check, played, failed)
            differing = "" if found is failed else self._differs(check, found)
        if differing:
            return Played(_not_repeatable(played.result, differing), played.answers, unsteady=differing)
        return played._replace(result=found.failure.put_into(played.result), failed=found)

    def _differs(self, check: Check, failed: FailedCase) -> str:
        """The function that gives another answer if the case that failed is run again, "" if none does."""
        called = [function_of(call.data) for call, _ in failed.answers]
        if known := self._differing.intersection(called):
            return next(function for function in called if function in known)
        if check.long_calls:  # it would take as long once more
            return ""
        self._begin(check)
        submission = Submission(self._encoder, self._answers)
        again = _run(check, failed.drawn, submission, self._reference)
        if isinstance(again, SearchOver):
            return ""
        pairs = zip(failed.answers, submission.case_answers, strict=False)
        differing = [function_of(call.data) for (call, one), (_, other) in pairs if _bytes_of(one) != _bytes_of(other)]
        self._differing.update(differing[:1])
        return differing[0] if differing else ""

    def _begin(self, check: Check, known: Mapping[CallKey, wire.Answer] = NO_ANSWERS) -> None:
        self._answers.begin_check((), long_calls=check.long_calls, asked=Asked(known))

    def _smallest(self, check: Check, played: Played, failed: FailedCase) -> FailedCase:
        """The smallest of fresh cases that fails; where none does, one that earns marks."""
        self._begin(check, played.answers)
        earning: list[FailedCase] = []
        submission = Submission(self._encoder, self._answers)
        with self._answers.reading():
            for case in self._fresh.by_size(check):
                found = _run(check, case, submission, self._reference)
                if isinstance(found, SearchOver):
                    break
                if found is not None:
                    smaller = FailedCase(case, found, tuple(submission.case_answers))
                    if self._fresh.is_fresh(call.data for call, _ in smaller.answers):
                        return smaller
                    earning.append(smaller)
        return min((failed, *earning), key=lambda one: one.failure.size)


def _not_repeatable(result: CheckResult, function: str) -> CheckResult:
    """The result of a check whose numbers another run would not repeat: without any."""
    message = f"called twice with the same arguments, `{function}` gave two different answers"
    return replace(result, message=message, cause="", counterexample=(), repeatable=False)


def _run(check: Check, drawn: Case, submission: Submission, reference: Reference | None) -> Failure | SearchOver | None:
    """How a case fails, None if it does not; or why the search is over."""
    submission.begin_case()
    try:
        check.body(**check.arguments(submission, reference), **drawn)
    except AssertionError as error:
        return Failure.of(error, submission)
    except SearchOver as over:
        return over
    except Exception:  # this time the answers are others, and the check cannot take them
        return None
    return None


def _bytes_of(answer: wire.Answer) -> bytes:
    return _digest.encode(answer)


_digest: Final = msgspec.msgpack.Encoder(enc_hook=np.ndarray.tobytes)
