"""The search for a small counterexample, after all checks are played: it has workers of its own and changes no mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from autograder.grading.answers import WorkerAnswers
from autograder.grading.budget import Limits, SearchBudget, SearchOver
from autograder.grading.calls import CallEncoder, CallKey
from autograder.grading.checks import Case, Check, body_replaced
from autograder.grading.failures import CheckFailed
from autograder.grading.link import Link
from autograder.grading.playing import Failure, Played
from autograder.grading.subjects import Reference
from autograder.grading.submission import Submission
from autograder.intake.records import Source
from autograder.results import CheckResult
from autograder.sandbox import Worker
from autograder.worker import wire

# A search ends after so many new calls, and so many runs of the check's body: counts, not seconds, so that the same
# counterexample is found on a machine under load.
_MOST_CALLS: Final = 80
_MOST_RUNS: Final = 150


class Searches:
    """The searches after one submission. Close its link when they are done."""

    def __init__(
        self,
        encoder: CallEncoder,
        reference: Reference | None,
        source: Source,
        spawn: Callable[[], Worker],
        limits: Limits,
    ) -> None:
        """Start no worker yet.

        Args:
            encoder: of the contract.
            reference: what checks compare with.
            source: the submission.
            spawn: starts a fresh worker.
            limits: those of grading.
        """
        self.link = Link(source, spawn, limits, encoder.contract.functions)
        self._encoder = encoder
        self._reference = reference
        self._answers = WorkerAnswers(self.link, SearchBudget(limits, self.link.clock, _MOST_CALLS))

    def smallest(self, check: Check, played: Played) -> CheckResult:
        """The check's result with the smallest counterexample that hypothesis finds.

        Where a worker ended in the search it is made once more: somebody else may have killed it.
        """
        crashes = self.link.crashes
        result = self._search(check, played)
        return result if self.link.crashes == crashes else self._search(check, played)

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
        self._answers.begin_check((), long_calls=False, known=known)
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

    def _search(self, check: Check, played: Played) -> CheckResult:
        """Hypothesis draws the same cases again, and shrinks the one that failed."""
        result = played.result
        first = Failure(result.outcome, result.message, result.cause, result.counterexample)
        self._answers.begin_check((), long_calls=False, known=played.answers)
        submission = Submission(self._encoder, self._answers)
        return _smallest(check, first, submission, self._reference).put_into(played.result)


def _smallest(check: Check, first: Failure, submission: Submission, reference: Reference | None) -> Failure:
    failures = [first]
    body = check.body

    def watched(**drawn: Any) -> None:
        if len(failures) > _MOST_RUNS:
            raise SearchOver(by_clock=False)
        submission.begin_case()
        try:
            body(**drawn)
        except AssertionError as error:
            failures.append(Failure.of(error, submission))
            raise

    arguments: Mapping[str, Any] = check.arguments(submission, reference)
    try:
        with body_replaced(check, watched):
            check.function(**arguments)
    except SearchOver as over:
        return first if over.by_clock else min(failures, key=lambda failure: failure.size)
    except Exception:
        return failures[-1]  # hypothesis runs the smallest case once more at the end
    return first
