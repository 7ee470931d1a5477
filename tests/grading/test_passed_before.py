"""A check that was passed with the same replies is not looked at again, and nobody gets another result for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import pytest

from autograder.course import read_course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.results import AssignmentResult, Outcome
from autograder.worker import wire
from tests.helpers.halving_course import make_course
from tests.helpers.thread_workers import Answering, grade

SUITE: Final = '''
from pathlib import Path

from autograder.suite import assert_close, part


def looked(check):
    with Path(__file__).with_name("looks").open("a") as looks:
        print(check, file=looks)


@part("halves", marks=60)
def test_halves(submission):
    """halves numbers, without warnings"""
    looked("halves")
    for x in (4.0, 6.0):
        observed = submission.halve.observe(x)
        assert not observed.warnings
        assert_close(observed.value, x / 2, "the half", atol=0.1)


@part("eight", marks=40)
def test_eight(submission):
    """halves eight, or says another number and halves seven"""
    looked("eight")
    if submission.halve(8.0) != 4.0:
        assert_close(submission.halve(7.0), 3.5, "half of 7")
'''

FORGIVING: Final = (
    SUITE.replace("marks=40", "marks=30")
    + '''

@part("nine", marks=10)
def test_nine(submission):
    """halves nine, or fails at it"""
    looked("nine")
    try:
        submission.halve(9.0)
    except AssertionError:
        pass
'''
)

Grading = Callable[[Answering], tuple[AssignmentResult, list[str]]]


@pytest.fixture
def grading(tmp_path: Path, request: pytest.FixtureRequest) -> Grading:
    """Grades work that answers in this way: what comes of it, and which checks were looked at."""
    course = make_course(tmp_path)
    (course / "solutions/halving/test_halving.py").write_text(getattr(request, "param", SUITE))
    suite = HiddenSuite(read_course(course, with_solutions=True).assignments[0])
    looks = course / "solutions/halving/looks"

    def graded(answering: Answering) -> tuple[AssignmentResult, list[str]]:
        looks.write_text("")
        result, _ = grade(suite, answering)
        return result, looks.read_text().split()

    return graded


def test_the_same_replies_are_looked_at_once(grading: Grading) -> None:
    first, looks = grading(lambda memory, x: x / 2)
    second, no_more = grading(lambda memory, x: x * 0.5)
    assert (looks, no_more) == (["halves", "eight"], [])
    assert first == second
    assert second.score == 100


@pytest.mark.parametrize(
    ("other", "score"),
    [
        pytest.param(lambda memory, x: x / 2 + (x == 6) * 0.01, 100, id="other_digits"),
        pytest.param(lambda memory, x: x / 2 + (x == 6), 40, id="wrong"),
        pytest.param(lambda memory, x: wire.Answer("returned", x / 2, warnings=["slow"] * (x == 6)), 40, id="warns"),
        pytest.param(lambda memory, x: x / 2 if x != 6 else wire.Answer("returned", [3.0]), 40, id="other_type"),
    ],
)
def test_other_replies_are_looked_at(grading: Grading, other: Answering, score: int) -> None:
    grading(lambda memory, x: x / 2)
    result, looks = grading(other)
    assert "halves" in looks
    assert "eight" not in looks
    assert result.score == score


def test_wrong_replies_are_looked_at_again(grading: Grading) -> None:
    results = [grading(lambda memory, x: x / 3) for _ in range(2)]
    assert results[0][0] == results[1][0]
    assert results[1][0].score == 0
    assert {"halves", "eight"} <= set(results[1][1])


def test_a_check_that_asked_beyond_what_right_work_is_asked_is_looked_at_again(grading: Grading) -> None:
    first, _ = grading(lambda memory, x: 5.0 if x == 8 else x / 2)
    second, looks = grading(lambda memory, x: 5.0 if x in (8, 7) else x / 2)
    assert (first.score, second.score) == (100, 60)
    assert "eight" in looks


def test_a_reply_that_only_claims_to_be_an_answer_costs_its_check_alone(grading: Grading) -> None:
    lie = wire.Answer("returned", msgspec.msgpack.Ext(1, b"no array"))
    for _ in range(2):
        result, _ = grading(lambda memory, x: lie if x == 8 else x / 2)
        assert result.score == 60
        (check,) = result.parts[1].checks
        assert check.outcome is Outcome.FAILED
        assert "ended the program" in check.message


@pytest.mark.parametrize("grading", [FORGIVING], indirect=True, ids=["forgiving"])
def test_a_check_that_forgives_a_reply_that_cannot_be_read_is_looked_at_again(grading: Grading) -> None:
    lie = wire.Answer("returned", msgspec.msgpack.Ext(1, b"no array"))
    first, _ = grading(lambda memory, x: lie if x == 9 else x / 3)
    second, looks = grading(lambda memory, x: lie if x == 9 else x / 3)
    assert "nine" in looks
    assert first == second
    assert second.score == 10
