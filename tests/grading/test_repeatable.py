"""What a result says does not differ from run to run, even where a student's function does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

import pytest

from autograder.grading.hidden_suite import HiddenSuite
from autograder.results import CheckResult
from autograder.worker import wire
from tests.helpers.thread_workers import Memory, grade

DIFFERS: Final = "called twice with the same arguments, `halve` gave two different answers"


def raised(text: str) -> wire.Answer:
    return wire.Answer("raised", raised=wire.Raised(["ValueError"], text, "halving.py, line 3"))


DIFFERENT = {
    "the_system_s_randomness": lambda memory, x: random.SystemRandom().random(),
    "the_clock": lambda memory, x: float(time.monotonic_ns()),
    "a_text_with_the_clock": lambda memory, x: raised(f"at {time.monotonic_ns()}"),
    "the_calls_before": lambda memory, x: float(sum(map(len, memory.asked))),
    "wrong_only_now_and_then": lambda memory, x: x / 2 + random.SystemRandom().choice([0.0, random.random() + 1.0]),
}


@pytest.mark.parametrize("answering", DIFFERENT.values(), ids=DIFFERENT)
def test_a_function_that_answers_differently_is_told_so_without_numbers(
    suite: HiddenSuite, answering: Callable[[Memory, float], float]
) -> None:
    result, _ = grade(suite, answering)
    failed = {check for check in result.checks if check.score == 0}
    assert failed
    for check in failed:
        assert (check.message, check.counterexample, check.repeatable) == (DIFFERS, (), False)


def test_ten_runs_say_the_same(suite: HiddenSuite) -> None:
    results = [grade(suite, lambda memory, x: random.SystemRandom().random())[0] for _ in range(10)]
    assert all(result == results[0] for result in results)


def checks(suite: HiddenSuite, answering: Callable[[Memory, float], float]) -> list[CheckResult]:
    return list(grade(suite, answering)[0].checks)


def test_what_repeats_keeps_its_numbers_and_its_smallest_counterexample(suite: HiddenSuite) -> None:
    (check, *_) = checks(suite, lambda memory, x: x / 3)
    assert check.message == "the half is 0.333333, expected 0.5"
    assert check.counterexample == ("from halving import halve", "halve(1.0)", "halve(1001.0)")
    assert check.repeatable


def test_a_counterexample_that_the_search_found_is_tried_too(suite: HiddenSuite) -> None:
    """Where only small numbers are answered at random, it is the search that meets them."""

    def random_below_ten(memory: Memory, x: float) -> float:
        return random.SystemRandom().random() if abs(x) < 10 else x / 3

    (check, *_) = checks(suite, random_below_ten)
    assert (check.message, check.repeatable) == (DIFFERS, False)


def test_marks_do_not_depend_on_what_repeats(suite: HiddenSuite) -> None:
    result, memory = grade(suite, lambda memory, x: x / 2 if memory.workers <= 2 else 7.0)
    assert (result.score, memory.workers) == (100, 2)
