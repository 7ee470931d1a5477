"""Results: parts are the sums of their checks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from autograder.reports.feedback import part_word
from autograder.results import CheckResult, Outcome, broken_checks
from tests.helpers.made_results import (
    ADA,
    BROKE,
    BROKEN,
    FAILED,
    NOT_REACHED,
    NOT_WRITTEN,
    PASSED,
    RIGHT,
    UNDECIDED,
    UNREACHED,
    UNWRITTEN,
    WRONG,
    assignment,
    part,
)

OUTCOMES = {
    "passed": ((RIGHT,), PASSED, 20, "passed"),
    "failed": ((WRONG,), FAILED, 0, "failed"),
    "partly": ((RIGHT, WRONG), FAILED, 20, "partly"),
    "not_written": ((UNWRITTEN,), NOT_WRITTEN, 0, "not written yet"),
    "one_of_two_functions_unwritten": ((UNWRITTEN, WRONG), FAILED, 0, "failed"),
    "half_written": ((RIGHT, UNWRITTEN), NOT_WRITTEN, 20, "not written yet"),
    "not_reached": ((RIGHT, UNREACHED), NOT_REACHED, 20, "not reached"),
    "unwritten_before_not_reached": ((UNREACHED, UNWRITTEN), NOT_WRITTEN, 0, "not written yet"),
    "failed_before_not_reached": ((UNREACHED, WRONG), FAILED, 0, "failed"),
    "our_fault_first": ((WRONG, BROKEN), BROKE, 0, "the grader broke"),
}


@pytest.mark.parametrize(("checks", "outcome", "score", "word"), OUTCOMES.values(), ids=OUTCOMES)
def test_a_part_is_the_sum_of_its_checks_and_the_worst_of_them(
    checks: tuple[CheckResult, ...], outcome: Outcome, score: int, word: str
) -> None:
    result = part(*checks)
    assert (result.outcome, result.score, part_word(result)) == (outcome, score, word)
    assert result.maximum == sum(check.marks for check in checks)


def test_an_assignment_with_a_check_that_we_broke_has_no_mark() -> None:
    result = assignment(part(RIGHT), part(BROKEN))
    assert (result.broke, result.undecided, result.score) == (True, True, 20)
    assert [part.undecided for part in result.parts] == [False, True]


def test_a_check_that_we_broke_has_the_mark_that_was_decided_for_it() -> None:
    result = assignment(part(RIGHT), part(replace(BROKEN, awarded=Decimal(10))))
    assert (result.broke, result.undecided, result.score, result.earned) == (True, False, 30, 20)


def test_what_is_late_loses_marks_after_all_else_is_decided() -> None:
    result = replace(assignment(part(RIGHT, WRONG)), awarded=Decimal(24), deducted=Decimal("2.5"))
    assert (result.earned, result.before_lateness, result.score) == (20, 24, Decimal("21.5"))


def test_broken_checks_are_found_with_their_place() -> None:
    assert list(broken_checks([ADA, UNDECIDED])) == [("ben, zero_init, bias", BROKEN)]
