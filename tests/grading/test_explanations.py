"""What is told of failed checks: by real workers, of small wrong submissions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from autograder.course import read_course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.suite_session import FOR_STUDENTS, GradingMode
from autograder.intake.records import Source
from autograder.reports.causes import causes
from autograder.results import AssignmentResult, CheckResult, Outcome, StudentResult, broken_checks
from autograder.sandbox import Zygote
from tests.helpers.halving_course import make_course
from tests.helpers.suites import suite_of

MODES = {"as students are graded": FOR_STUDENTS, "as suites are judged": GradingMode(shrink=False)}
SUITE_WITH_FALLBACK = '''

@part("halves", marks=1)
def test_forgives(submission):
    """halves ten, or five twice"""
    try:
        assert submission.halve(10.0) == 5.0, "half of 10 should be 5"
    except AssertionError:
        if submission.halve(5.0) != 2.5:
            raise
'''


class Bench(NamedTuple):
    session: HiddenSuite
    zygote: Zygote
    mode: GradingMode

    def graded(self, body: str) -> AssignmentResult:
        source = Source("halving", "halving.py", (("halving.py", body),))
        return self.session.grade(source, partial(self.zygote.spawn, ()), Limits(), self.mode).result

    def halves(self, body: str) -> CheckResult:
        return self.graded(body).checks[0]


@pytest.fixture(scope="module", params=list(MODES.values()), ids=list(MODES))
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    torch.set_num_threads(1)
    course = make_course(tmp_path_factory.mktemp("explained"))
    suite = course / "solutions" / "halving" / "test_halving.py"
    suite.write_text(suite.read_text(encoding="utf-8") + SUITE_WITH_FALLBACK, encoding="utf-8")
    with Zygote() as zygote:
        zygote.start("filters")
        yield Bench(HiddenSuite(read_course(course, with_solutions=True).assignments[0]), zygote, request.param)


FEATURES_THAT_ARE_NONE = """
from autograder import features_of

@features_of("halve")
def of_a_number(x):
    yield "it is odd"
"""


def test_what_breaks_while_a_failure_is_explained_costs_nobody_a_mark_and_is_told_the_instructor(
    bench: Bench, tmp_path: Path
) -> None:
    course = make_course(tmp_path)
    (course / "solutions/halving/features.py").write_text(FEATURES_THAT_ARE_NONE, encoding="utf-8")
    broken = Bench(HiddenSuite(read_course(course, with_solutions=True).assignments[0]), bench.zygote, bench.mode)
    (result, right) = (
        broken.graded(body)
        for body in ("def halve(x): return x / 2 if x >= 0 else x + 7.5", "def halve(x): return x / 2")
    )
    failed = [check for check in result.checks if check.score == 0]
    assert [check.outcome for check in failed] == [Outcome.FAILED] * len(failed) != []
    assert all("AttributeError" in check.detail and check.explanation is None for check in failed)
    assert not result.undecided
    assert [place for place, _ in broken_checks([StudentResult("ada", (result,))])] == ["ada, halving, halves"]
    assert right.score == 100
    assert not any(check.detail for check in right.checks)


TOLD = {
    "factor": ("def halve(x): return x / 3", "relation", "is 2/3 of what it should be"),
    "rounded": ("def halve(x): return float(round(x / 2))", "relation", "is rounded to whole numbers"),
    "wrong type": ("def halve(x): return str(x / 2)", "relation", "expected a float, got a string"),
    "raises": ("def halve(x): raise KeyError(x)", "relation", "`halve` raises KeyError, whatever it is given"),
    "kept": (
        "calls = []\ndef halve(x):\n    calls.append(x)\n    return x / 2 + (len(calls) > 1)",
        "relation",
        "something is kept from one call to the next",
    ),
    "chance": (
        "import random\ndef halve(x):\n    return x / 2 + random.random() + 1",
        "relation",
        "answers the same call in another way each time",
    ),
    "boundary": ("def halve(x): return x / 2 if x >= 0 else x + 7.5", "boundary", "is wrong where x is -"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_failure_is_explained(bench: Bench, name: str) -> None:
    body, kind, words = TOLD[name]
    explanation = bench.halves(body).explanation
    assert explanation is not None
    assert explanation.kind == kind
    assert words in explanation.text


def test_what_no_rule_explains_is_not_explained(bench: Bench) -> None:
    assert bench.halves("def halve(x): return x / 2 + (x % 7 == 3) * (x * x)").explanation is None


def test_right_work_needs_no_explanation(bench: Bench) -> None:
    assert all(check.explanation is None for check in bench.graded("def halve(x): return x / 2").checks)


def test_explanations_do_not_depend_on_who_was_graded_before(bench: Bench) -> None:
    bodies = [body for body, _, _ in TOLD.values() if "random" not in body]
    first = [bench.graded(body) for body in bodies]
    assert [bench.graded(body) for body in reversed(bodies)] == first[::-1]


def test_a_counterexample_shows_the_failing_call_alone(bench: Bench) -> None:
    """Not what the check asks afterwards, to see whether to forgive it."""
    forgives = bench.graded("def halve(x): return x / 3").parts[0].checks[1]
    assert forgives.counterexample == ("from halving import halve", "halve(10.0)")


def test_what_cannot_be_read_is_one_cause_of_all_that_is_missing(bench: Bench) -> None:
    source = Source("zero_init", "zero_init.py", (("zero_init.py", "def trace(\n    return 1\n"),))
    result = suite_of("zero_init").grade(source, partial(bench.zygote.spawn, ()), Limits(), bench.mode).result
    (cause,) = causes(result)
    assert cause.at_stake == result.maximum
    assert "zero_init.py stopped at line 1: SyntaxError: '(' was never closed" in cause.first.message
