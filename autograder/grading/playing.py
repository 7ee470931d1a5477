"""Playing a check with a submission: running its cases, and what comes of it.

In grading, its calls were made before: playing judges their answers, and only what it asks beyond goes to a worker.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from autograder.grading.answers import NO_ANSWERS, Answers
from autograder.grading.calls import CallEncoder, CallKey
from autograder.grading.case_data import Case
from autograder.grading.checks import Check, Rehearsed
from autograder.grading.failures import CheckFailed, NotClose
from autograder.grading.margins import Margin, measured, with_failure, with_success
from autograder.grading.subjects import Reference, Subject
from autograder.grading.submission import Submission
from autograder.results import CheckResult, Outcome
from autograder.text import printable
from autograder.worker import wire


class Subjects(NamedTuple):
    """What a check is played with."""

    encoder: CallEncoder
    answers: Answers  # of the submission
    reference: Reference | None  # None for public checks, which know no solution


class FailedCase(NamedTuple):
    """The case in which a check failed."""

    drawn: Case
    failure: Failure
    answers: tuple[tuple[CallKey, wire.Answer], ...]  # of the submission in it, each with its call


class Played(NamedTuple):
    """What a check made of a submission."""

    result: CheckResult
    answers: Mapping[CallKey, wire.Answer] = (
        NO_ANSWERS  # to all that it calls of right work; none where some did not come, unless they are long
    )
    failed: FailedCase | None = None  # where answers were judged wrong; not where they did not come
    error: AssertionError | None = None  # with which it failed
    unsteady: str = ""  # the function that answers the same calls otherwise at another time; known of failed checks


def play(check: Check, rehearsed: Rehearsed, subjects: Subjects) -> Played:
    """Run the check's cases with a submission, to the first that fails. `subjects.answers` has begun the check."""
    with subjects.answers.reading():
        return _played(check, rehearsed, subjects)


def _played(check: Check, rehearsed: Rehearsed, subjects: Subjects) -> Played:
    submission = Submission(subjects.encoder, subjects.answers)
    arguments = check.arguments(submission, subjects.reference)
    case: Case = {}
    try:
        for case in rehearsed.cases:
            submission.begin_case()
            check.body(**arguments, **case)
    except AssertionError as error:
        failure = Failure.of(error, submission)
        result = failure.put_into(check.result(failure.outcome))
        if not getattr(error, "shrinkable", True):
            return Played(result, error=error)
        failed = FailedCase(case, failure, tuple(submission.case_answers))
        return Played(result, _all_answers(check, rehearsed, subjects.answers), failed, error)
    except Exception as error:
        reason = f"{type(error).__name__} in the grader: this is not the student's fault, and has to be graded again"
        return Played(check.result(Outcome.GRADER_BROKE, reason, detail=traceback.format_exc()))
    return Played(check.result(Outcome.PASSED), _to_diagnose(check, rehearsed, subjects))


def _to_diagnose(check: Check, rehearsed: Rehearsed, subjects: Subjects) -> Mapping[CallKey, wire.Answer]:
    """The answers that misconceptions are compared with; for long calls their own would take as long."""
    return NO_ANSWERS if check.long_calls else _all_answers(check, rehearsed, subjects.answers)


def _all_answers(check: Check, rehearsed: Rehearsed, answers: Answers) -> Mapping[CallKey, wire.Answer]:
    """The submission's answers to all calls of the check, none where some did not come; of long calls those that did.

    Long calls that a check did not come to are not made for this: it may have ended because they would never return.
    """
    known = answers.so_far(rehearsed.calls)
    if check.long_calls or len(known) == len(rehearsed.calls):
        return known
    try:
        return {call: answers.answer_to(call) for call in rehearsed.calls}
    except CheckFailed:
        return NO_ANSWERS


@dataclass(frozen=True)
class Failure:
    """A case that failed."""

    outcome: Outcome
    message: str
    cause: str
    calls: tuple[str, ...]

    @classmethod
    def of(cls, error: AssertionError, submission: Submission) -> Failure:
        """What the student reads of an error, with the calls of the case that raised it."""
        outcome = error.outcome if isinstance(error, CheckFailed) else Outcome.FAILED
        calls = submission.calls_as_source(error) if outcome is Outcome.FAILED else ()
        cause = error.cause if isinstance(error, CheckFailed) else ""
        return cls(outcome, printable(str(error), lines=True), cause, calls)

    def put_into(self, result: CheckResult) -> CheckResult:
        """The result of a check that failed in this way."""
        return replace(result, outcome=self.outcome, message=self.message, cause=self.cause, counterexample=self.calls)

    @property
    def size(self) -> int:
        """How much there is to read."""
        return sum(len(call) for call in self.calls)


def margin_of(check: Check, rehearsed: Rehearsed, subject: Subject, reference: Reference | None) -> Margin:
    """Run all of the check's cases, also after one that fails, and see how near its comparisons come to tolerances."""
    arguments = check.arguments(subject, reference)
    margin = Margin()
    for case in rehearsed.cases:
        subject.begin_case()
        with measured() as ratios:
            try:
                check.body(**arguments, **case)
            except AssertionError as error:
                margin = with_failure(margin, ratios[-1] if type(error) is NotClose else 0.0)
            else:
                margin = with_success(margin, ratios)
    return margin
