"""A wrong guess is not worth another try, even to workers that remember everything and tell each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from autograder.grading.hidden_suite import HiddenSuite
from autograder.results import AssignmentResult, Outcome
from tests.helpers.thread_workers import Memory, grade

Reading = Callable[[float], float]
RIGHT: Final[Reading] = lambda x: x / 2  # noqa: E731
WRONG: Final[tuple[Reading, ...]] = (lambda x: x / 3, lambda x: x / 4, lambda x: x / 5)


def marks(result: AssignmentResult) -> dict[str, float]:
    return {part.name: float(part.score) for part in result.parts}


def test_right_work_earns_everything(suite: HiddenSuite) -> None:
    result, memory = grade(suite, lambda memory, x: RIGHT(x))
    assert (result.score, memory.workers) == (100, 2)


@pytest.mark.parametrize("reading", WRONG)
def test_a_worker_is_asked_the_same_whether_its_answers_are_right_or_wrong(
    suite: HiddenSuite, reading: Reading
) -> None:
    _, right = grade(suite, lambda memory, x: RIGHT(x))
    _, wrong = grade(suite, lambda memory, x: reading(x))
    assert wrong.asked[0] == right.asked[0]


def test_long_calls_after_the_one_that_failed_a_check_are_not_made(suite: HiddenSuite) -> None:
    """They may be the ones that would never return."""
    _, memory = grade(suite, lambda memory, x: 0.0 if x == 1e5 else RIGHT(x))
    assert [1e5] in memory.asked
    assert not any(x in (1e6, 1e7) for asked in memory.asked for x in asked)


def test_a_worker_that_crashes_once_it_knows_that_it_was_wrong_gets_no_other_guess(suite: HiddenSuite) -> None:
    def guess(memory: Memory, x: float) -> float:
        """Each worker has another reading, the fourth the right one; what no check of right work asks ends it."""
        if x > 900.0 and x not in (1e5, 1e6, 1e7):
            raise EOFError
        return [*WRONG, RIGHT][min(memory.workers, 4) - 1](x)

    result, _ = grade(suite, guess)
    assert marks(result)["halves"] == 0


def test_a_worker_that_guesses_and_always_crashes_somewhere_else_gets_no_other_guess(suite: HiddenSuite) -> None:
    def guess(memory: Memory, x: float) -> float:
        if x == 0.0:
            raise EOFError
        return [*WRONG, RIGHT][min(memory.workers, 4) - 1](x)

    result, _ = grade(suite, guess)
    assert marks(result)["halves"] == 0


@pytest.mark.parametrize("last", [5, 20])
def test_an_answer_stands_though_its_worker_ends_later_in_the_check(suite: HiddenSuite, last: int) -> None:
    def guess(memory: Memory, x: float) -> float:
        """The first worker is wrong, and ends after so many calls; those after it are right."""
        if memory.workers == 1 and len(memory.asked[0]) > last:
            raise EOFError
        return WRONG[0](x) if memory.workers == 1 else RIGHT(x)

    result, _ = grade(suite, guess)
    assert marks(result) == {"halves": 0, "zero": 30, "long": 30}


def test_an_answer_of_a_long_check_stands_too(suite: HiddenSuite) -> None:
    def end_once(memory: Memory, x: float) -> float:
        if x == 1e6 and memory.workers == 2:
            raise EOFError
        return RIGHT(x)

    result, memory = grade(suite, end_once)
    assert result.score == 100
    assert memory.asked[1:] == [[1e5, 1e6], [1e6, 1e7]]


@pytest.mark.parametrize("unlucky", [1, 2])
def test_a_worker_that_somebody_else_kills_costs_nothing(suite: HiddenSuite, unlucky: int) -> None:
    def right(memory: Memory, x: float) -> float:
        if memory.workers == unlucky and len(memory.asked[-1]) == 2:
            raise EOFError
        return RIGHT(x)

    result, memory = grade(suite, right)
    assert (result.score, memory.workers) == (100, 3)


def test_a_check_in_which_every_worker_ends_is_lost_and_no_other(suite: HiddenSuite) -> None:
    def end_at_zero(memory: Memory, x: float) -> float:
        if x == 0.0:
            raise EOFError
        return RIGHT(x)

    result, _ = grade(suite, end_at_zero)
    outcomes = {part.name: part.outcome for part in result.parts}
    assert outcomes == {"halves": Outcome.PASSED, "zero": Outcome.FAILED, "long": Outcome.PASSED}
