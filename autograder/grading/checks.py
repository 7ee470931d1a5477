"""A check of a suite, and its rehearsal: what it will call is found out once, with the reference."""

from __future__ import annotations

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import hypothesis
from hypothesis import is_hypothesis_test

from autograder.errors import UserError
from autograder.grading.calls import CallKey, function_of
from autograder.grading.case_data import Case, as_data
from autograder.grading.stable_draws import draw_seed, stable_draws
from autograder.grading.subjects import Reference, Rehearsal
from autograder.results import CheckResult, Outcome

_SETTINGS: Final = "_hypothesis_internal_use_settings"  # where `hypothesis.settings` puts them
NOTHING_DRAWN: Final[tuple[Case, ...]] = ({},)  # of a check that is not hypothesis's: it has one case
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
    course_seed: str = ""  # enters its draws

    @property
    def function_name(self) -> str:
        """The name of the test function, without pytest's parameters."""
        return self.identity.split("::")[-1].split("[", 1)[0]

    @property
    def family(self) -> str:
        """Which test it is, whatever its parameters: its instances draw the same cases."""
        return self.identity.split("[", 1)[0]

    @property
    def place(self) -> str:
        """Where it stands, for its author."""
        return f"{inspect.getfile(self.body)}: {self.function_name}"

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

    def result(self, outcome: Outcome, message: str = "", *, detail: str = "") -> CheckResult:
        """A record of how it ended."""
        return CheckResult(self.part, self.promise, self.marks, outcome, message, detail=detail, id=self.function_name)


@dataclass(frozen=True)
class Rehearsed:
    """What a check will do with any right submission."""

    cases: tuple[Case, ...] = NOTHING_DRAWN
    calls: tuple[CallKey, ...] = ()  # all that its cases call, each once

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that it calls, in the order in which they are first called."""
        return tuple(dict.fromkeys(function_of(key.data) for key in self.calls))


def rehearse(
    check: Check, rehearsal: Rehearsal, reference: Reference, cases: tuple[Case, ...] | None = None
) -> Rehearsed:
    """Draw the check's cases, unless they are given, and note the calls that it makes where every answer is right.

    They are noted twice, the second time with equal cases of other objects where they are data: these are kept, and
    come with every submission.

    Raises:
        AssertionError: the reference does not keep the check's promise.
        UserError: the check changes its case, a parameter, or an answer in place; it asks something else the second
            time; or it sends or gets what is too large.
    """
    if cases is None:
        drawn = drawn_cases(check) if check.draws else NOTHING_DRAWN
        cases = as_data(drawn)
    else:
        drawn = as_data(cases)
    before, calls = (_calls_of(check, rehearsal, reference, ones) for ones in (drawn, cases))
    if before != calls:
        raise UserError(
            "it asks something else when it is run again: its calls must not depend on chance or on what an earlier "
            "run left behind, and what is drawn is compared with ==, not with `is`"
        )
    return Rehearsed(cases, calls)


def _calls_of(check: Check, rehearsal: Rehearsal, reference: Reference, cases: tuple[Case, ...]) -> tuple[CallKey, ...]:
    arguments = check.arguments(rehearsal, reference)
    calls: dict[CallKey, None] = {}
    for subject in (rehearsal, reference):
        subject.begin_check()
    for case in cases:
        rehearsal.calls.clear()
        for subject in (rehearsal, reference):
            subject.share(case | check.parameters)
        check.body(**arguments, **case)
        if rehearsal.shared_was_changed or reference.shared_was_changed:
            raise UserError(
                "it changes what was drawn, or a parameter, in place: all students share it, so change a copy"
            )
        seen: Counter[bytes] = Counter()
        for data in rehearsal.calls:
            calls[CallKey(data, seen[data])] = None
            seen[data] += 1
    if spoilt := [*rehearsal.spoilt, *reference.spoilt]:
        raise UserError(f"it changes in place what {spoilt[0]} returned: other checks see that, so change a copy")
    return tuple(calls)


def drawn_cases(check: Check) -> tuple[Case, ...]:
    """The cases that hypothesis draws for the check; the same every time."""
    cases: list[Case] = []
    arguments = check.arguments(None, None)

    def note(**drawn: Any) -> None:
        cases.append({name: value for name, value in drawn.items() if name not in arguments})

    with body_replaced(check, note):
        check.function(**arguments)
    return tuple(cases)


@contextmanager
def body_replaced(check: Check, body: Callable[..., None]) -> Iterator[None]:
    """Within this context hypothesis runs another body with the cases that it draws for the check."""
    handle = check.function.hypothesis  # type: ignore[attr-defined]
    original = handle.inner_test
    hypothesis.seed(draw_seed(check.function.__name__, check.course_seed))(check.function)
    handle.inner_test = functools.wraps(original)(body)
    try:
        with stable_draws():
            yield
    finally:
        handle.inner_test = original


@contextmanager
def drawn_otherwise(check: Check, **changes: Any) -> Iterator[None]:
    """Within this context hypothesis draws the check's cases under other settings."""
    before = getattr(check.function, _SETTINGS)
    setattr(check.function, _SETTINGS, hypothesis.settings(parent=before, **changes))
    try:
        yield
    finally:
        setattr(check.function, _SETTINGS, before)


def first_failure_per_function(results: Iterable[tuple[Check, CheckResult]]) -> list[CheckResult]:
    """One result per test function: of its parametrised instances the first that did not pass."""
    pairs = list(results)
    shown = shown_ones([(check, result.outcome) for check, result in pairs])
    return [result for check, result in pairs if check.identity in shown]


def shown_ones(outcomes: Iterable[tuple[Check, Outcome]]) -> frozenset[str]:
    """The identities of the checks whose results are shown, one per test function."""
    by_function: dict[str, tuple[str, Outcome]] = {}
    for check, outcome in outcomes:
        if check.family not in by_function or by_function[check.family][1] is Outcome.PASSED:
            by_function[check.family] = check.identity, outcome
    return frozenset(identity for identity, _ in by_function.values())
