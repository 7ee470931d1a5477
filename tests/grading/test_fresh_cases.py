"""Counterexamples come from cases of their own: fresh, small, and the same for everybody."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest

from autograder.grading.budget import Limits
from autograder.grading.calls import as_source, function_of
from autograder.grading.checks import Check
from autograder.grading.explaining.fresh import FreshCases
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.snapshot import snapshot
from autograder.intake.records import Source
from autograder.sandbox import Zygote
from autograder.worker import encoding, wire
from tests.helpers.suites import suite_of

ALWAYS_WRONG = """
def symmetry_groups(rows, tolerance=1e-6): return [[97]]
def is_symmetric(rows, tolerance=1e-6): return not bool((rows - rows[0]).abs().max() <= tolerance)
"""


@pytest.fixture(scope="module")
def suite() -> HiddenSuite:
    return suite_of("zero_init")


def as_text(data: bytes) -> str:
    call = wire.decode_call(msgspec.Raw(data))
    given = {name: encoding.argument(value) for name, value in call.kwargs}
    return as_source(function_of(data), tuple(map(encoding.argument, call.args)), given)


def drawing(suite: HiddenSuite, part: str) -> list[Check]:
    return [check for check in suite.checks if check.draws and check.part == part]


def test_small_cases_come_first_and_are_the_same_every_time(suite: HiddenSuite) -> None:
    for check in drawing(suite, "symmetry"):
        first, second = FreshCases().by_size(check), FreshCases().by_size(check)
        assert [snapshot(case) for case in first] == [snapshot(case) for case in second]
        assert len(first) > 12
        rows = next(value for value in first[0].values() if hasattr(value, "rows") or hasattr(value, "shape"))
        assert getattr(rows, "rows", rows).numel() <= 12


def test_all_instances_of_a_check_share_their_cases() -> None:
    suite = suite_of("normal_equations")
    families: dict[str, list[Check]] = {}
    for check in suite.checks:
        families.setdefault(check.family, []).append(check)
    instances = max(families.values(), key=len)
    assert len(instances) > 2
    first, *others = (suite.rehearsed[check.identity].cases for check in instances)
    assert all(one is case for other in others for one, case in zip(other, first, strict=True))
    assert suite.fresh.by_size(instances[0]) is suite.fresh.by_size(instances[-1])


def test_no_call_that_earns_marks_is_shown_where_a_fresh_one_fails_too(suite: HiddenSuite) -> None:
    source = Source("zero_init", "zero_init.py", (("zero_init.py", ALWAYS_WRONG),))
    with Zygote() as zygote:
        zygote.start("filters")
        result = suite.grade(source, partial(zygote.spawn, ()), Limits()).result
    asked = {as_text(call.data) for rehearsed in suite.rehearsed.values() for call in rehearsed.calls}
    shown = [check.counterexample for check in result.checks if check.part == "symmetry" and check.counterexample]
    assert len(shown) > 5
    assert [lines for lines in shown if all(line in asked for line in lines[2:])] == []
