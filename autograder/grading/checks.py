"""A check: rehearsed once with the reference, then played with every submission."""

from __future__ import annotations

import functools
import inspect
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from hypothesis import is_hypothesis_test

from autograder.grading.calls import CallKey, function_of
from autograder.grading.failures import CheckFailed, NotClose
from autograder.grading.margins import Margin, measured, with_failure, with_success
from autograder.grading.stable_draws import stable_draws
from autograder.grading.subjects import Reference, Rehearsal, Subject
from autograder.grading.submission import ShrinkStopped, Submission
from autograder.results import CheckResult, Outcome
from autograder.text import printable
from autograder.worker import wire

# The search for a small counterexample ends after so many new calls, and so many runs of the check's body: counts,
# not seconds, so that the same one is found on a machine under load.
_MOST_SHRINKING_CALLS: Final = 80
_MOST_SHRINKING_RUNS: Final = 150

Case = dict[str, Any]
Answers = dict[CallKey, wire.Answer]
FIXTURES: Final = ("submission", "reference")  # what a check can be given


@dataclass(frozen=True)
class Check:
    """A test function of a suite, with what its `part` says."""

    identity: str
    part: str
    promise: str
    marks: int
    long_calls: bool
    function: Callable[..., None]
    parameters: Case  # values of pytest's parametrisation

    @property
    def function_name(self) -> str:
        """The name of the test function, without pytest's parameters."""
        return self.identity.split("::")[-1].split("[", 1)[0]

    @property
    def body(self) -> Callable[..., None]:
        """The function itself, without hypothesis around it."""
        return self.function.hypothesis.inner_test if self.draws else self.function  # type: ignore[attr-defined]

    @property
    def draws(self) -> bool:
        """Whether hypothesis draws its cases."""
        return is_hypothesis_test(self.function)

    def arguments(self, submission: object, reference: object) -> Case:
        """The fixtures that it takes, and its parameters."""
        fixtures = dict(zip(FIXTURES, (submission, reference), strict=True))
        taken = inspect.signature(self.function).parameters
        return {name: value for name, value in fixtures.items() if name in taken} | self.parameters

    def result(self, outcome: Outcome, message: str = "", calls: tuple[str, ...] = (), detail: str = "") -> CheckResult:
        """A record of how it ended."""
        return CheckResult(self.part, self.promise, self.marks, outcome, message, calls, detail=detail)


@dataclass(frozen=True)
class Rehearsed:
    """What a check will do with any right submission."""

    cases: tuple[Case, ...] = ({},)
    calls: tuple[CallKey, ...] = ()  # all that its cases call, each once

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that it calls, in the order in which they are first called."""
        return tuple(dict.fromkeys(function_of(key.data) for key in self.calls))


def rehearse(check: Check, rehearsal: Rehearsal, reference: Reference) -> Rehearsed:
    """Draw the check's cases and note the calls that it makes where every answer is right.

    Raises:
        AssertionError: the reference does not keep the check's promise.
    """
    cases = _drawn_cases(check) if check.draws else ({},)
    arguments = check.arguments(rehearsal, reference)
    calls: dict[CallKey, None] = {}
    for case in cases:
        rehearsal.calls.clear()
        check.body(**arguments, **case)
        seen: Counter[bytes] = Counter()
        for data in rehearsal.calls:
            calls[CallKey(data, seen[data])] = None
            seen[data] += 1
    return Rehearsed(tuple(cases), tuple(calls))


def _drawn_cases(check: Check) -> tuple[Case, ...]:
    cases: list[Case] = []
    arguments = check.arguments(None, None)

    def note(**drawn: Any) -> None:
        cases.append({name: value for name, value in drawn.items() if name not in arguments})

    with _body_replaced(check, note):
        check.function(**arguments)
    return tuple(cases)


@contextmanager
def _body_replaced(check: Check, body: Callable[..., None]) -> Iterator[None]:
    handle = check.function.hypothesis  # type: ignore[attr-defined]
    original = handle.inner_test
    handle.inner_test = functools.wraps(original)(body)
    try:
        with stable_draws():
            yield
    finally:
        handle.inner_test = original


class Played(NamedTuple):
    """What a check made of a submission."""

    result: CheckResult
    answers: Answers  # to the calls that it makes of a right submission; none where some did not come


def play(
    check: Check,
    rehearsed: Rehearsed,
    submission: Submission,
    reference: Reference | None,
    *,
    shrink: bool = True,
) -> Played:
    """Run the check's cases with a submission, and look for a small counterexample where one fails."""
    arguments = check.arguments(submission, reference)
    submission.begin_check(rehearsed.calls, long_calls=check.long_calls)
    try:
        for case in rehearsed.cases:
            submission.begin_case()
            check.body(**arguments, **case)
    except AssertionError as error:
        failure = _Failure.of(error, submission)
        answers: Answers = {}
        if getattr(error, "shrinkable", True) and not check.long_calls:
            answers = _all_answers(rehearsed, submission)
            failure = _shrunk(check, arguments, failure, submission) if check.draws and shrink else failure
        return Played(check.result(failure.outcome, failure.message, failure.calls), answers)
    except Exception as error:
        said = f"{type(error).__name__} in the grader: this is not the student's fault, and costs no marks"
        return Played(check.result(Outcome.GRADER_BROKE, said, detail=traceback.format_exc()), {})
    return Played(check.result(Outcome.PASSED), {} if check.long_calls else _all_answers(rehearsed, submission))


def _all_answers(rehearsed: Rehearsed, submission: Submission) -> Answers:
    """The submission's answers to all calls of the check, nothing where some did not come."""
    try:
        return {key: submission.answer_to(key) for key in rehearsed.calls}
    except CheckFailed:
        return {}


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
                margin = with_failure(margin, ratios[-1] if isinstance(error, NotClose) else 0.0)
            else:
                margin = with_success(margin, ratios)
    return margin


def one_a_function(results: Iterable[tuple[Check, CheckResult]]) -> list[CheckResult]:
    """One result a test function: of its parametrised instances the first that did not pass."""
    by_function: dict[str, CheckResult] = {}
    for check, result in results:
        name = check.identity.split("[", 1)[0]
        if name not in by_function or by_function[name].outcome is Outcome.PASSED:
            by_function[name] = result
    return list(by_function.values())


@dataclass(frozen=True)
class _Failure:
    outcome: Outcome
    message: str
    calls: tuple[str, ...]

    @classmethod
    def of(cls, error: AssertionError, submission: Submission) -> _Failure:
        outcome = error.outcome if isinstance(error, CheckFailed) else Outcome.FAILED
        calls = submission.calls_as_source() if outcome is Outcome.FAILED else ()
        return cls(outcome, printable(str(error), lines=True), calls)

    @property
    def size(self) -> int:
        return sum(len(call) for call in self.calls)


def _shrunk(check: Check, arguments: Case, first: _Failure, submission: Submission) -> _Failure:
    """The smallest failure that hypothesis finds: it draws the same cases again, and shrinks the one that failed."""
    found = [first]
    body = check.body

    def watched(**drawn: Any) -> None:
        if len(found) > _MOST_SHRINKING_RUNS:
            raise ShrinkStopped(by_clock=False)
        submission.begin_case()
        try:
            body(**drawn)
        except AssertionError as error:
            found.append(_Failure.of(error, submission))
            raise

    submission.begin_shrinking(_MOST_SHRINKING_CALLS)
    try:
        with _body_replaced(check, watched):
            check.function(**arguments)
    except ShrinkStopped as stopped:
        return first if stopped.by_clock else min(found, key=lambda failure: failure.size)
    except Exception:
        return found[-1]  # hypothesis runs the smallest case once more at the end
    finally:
        submission.end_shrinking()
    return first
