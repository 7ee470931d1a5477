"""A wrong guess is not worth another try, even to workers that remember everything and tell each other.

They are threads of the test, so that they share a memory, which real ones do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import pytest

from autograder.course import read_course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.pool import Grader
from autograder.intake.records import Source
from autograder.results import AssignmentResult, Outcome
from autograder.sandbox import Worker, Zygote
from autograder.worker import wire
from tests.helpers.halving_course import make_course
from tests.helpers.worker_ends import OtherEnd, Spawner

SOURCE: Final = Source("halving", "halving.py", (("halving.py", ""),))
# A check that asks beyond the calls of right work once an answer is wrong, and one with calls that depend on answers.
SUITE: Final = '''
from hypothesis import given
from hypothesis import strategies as st

from autograder.suite import assert_close, part


@part("halves", marks=40)
@given(x=st.integers(1, 100).map(float))
def test_halves(submission, reference, x):
    """halves every number"""
    half = submission.halve(x)
    if half != reference.halve(x):
        submission.halve(x + 1000.0)
    assert_close(half, reference.halve(x), "the half")


@part("zero", marks=30)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.halve(0.0), 0.0, "half of 0")


@part("long", marks=30, long_calls=True)
def test_long(submission):
    """halves large numbers"""
    for x in (1e5, 1e6, 1e7):
        assert_close(submission.halve(x), x / 2, "the half")
'''
Reading = Callable[[float], float]
RIGHT: Final[Reading] = lambda x: x / 2  # noqa: E731
WRONG: Final[tuple[Reading, ...]] = (lambda x: x / 3, lambda x: x / 4, lambda x: x / 5)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> HiddenSuite:
    course = make_course(tmp_path_factory.mktemp("guessing"))
    (course / "solutions/halving/test_halving.py").write_text(SUITE)
    return HiddenSuite(read_course(Path(course), with_solutions=True).assignments[0])


@dataclass
class Memory:
    """What workers know of each other, and what each was asked."""

    workers: int = 0
    asked: list[list[float]] = field(default_factory=list)


Answer = Callable[[Memory, float], float]  # raises EOFError to end the worker


def grade(suite: HiddenSuite, answer: Answer) -> tuple[AssignmentResult, Memory]:
    memory = Memory()

    def talk(end: OtherEnd) -> None:
        memory.workers += 1
        asked: list[float] = []
        memory.asked.append(asked)
        assert isinstance(end.order(), wire.Load)
        end.say(wire.Loaded([]))
        for x in calls(end):
            asked.append(x)
            end.say(wire.Answer("returned", answer(memory, x)))

    class Threads(Zygote):
        spawned = Spawner([talk])

        def spawn(self, warm: object = ()) -> Worker:
            return self.spawned()

    return Grader({"halving": suite}, Threads(), Limits()).grade(SOURCE).result, memory


def calls(end: OtherEnd) -> Iterator[float]:
    while isinstance(order := end.order(), wire.Calls):
        for call in order.calls:
            yield wire.decode_call(msgspec.Raw(bytes(call))).args[0]


def marks(result: AssignmentResult) -> dict[str, int]:
    return {part.name: part.score for part in result.parts}


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
