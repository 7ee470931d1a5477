"""Results: parts are the sums of their checks."""

from __future__ import annotations

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
    "our_fault_first": ((WRONG, BROKEN), BROKE, 15, "the grader broke"),
}


@pytest.mark.parametrize(("checks", "outcome", "score", "word"), OUTCOMES.values(), ids=OUTCOMES)
def test_a_part_is_the_sum_of_its_checks_and_the_worst_of_them(
    checks: tuple[CheckResult, ...], outcome: Outcome, score: int, word: str
) -> None:
    result = part(*checks)
    assert (result.outcome, result.score, part_word(result)) == (outcome, score, word)
    assert result.maximum == sum(check.marks for check in checks)


def test_a_check_that_we_broke_costs_no_marks_when_others_could_be_run() -> None:
    result = assignment(part(WRONG), part(BROKEN))
    assert (result.broke, result.undecided, result.score) == (True, False, 15)


def test_broken_checks_are_found_with_their_place() -> None:
    assert list(broken_checks([ADA, UNDECIDED])) == [("ben, zero_init, bias", BROKEN)]
