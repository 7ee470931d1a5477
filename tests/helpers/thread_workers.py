"""Grading with workers that are threads of the test: they share a memory, which real ones do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from autograder.course import read_course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.pool import Grader
from autograder.intake.records import Source
from autograder.results import AssignmentResult
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


def make_suite(folder: Path) -> HiddenSuite:
    """The suite, of a course that is written into the folder."""
    course = make_course(folder)
    (course / "solutions/halving/test_halving.py").write_text(SUITE)
    return HiddenSuite(read_course(course, with_solutions=True).assignments[0])


@dataclass
class Memory:
    """What workers know of each other, and what each was asked to halve."""

    workers: int = 0
    asked: list[list[float]] = field(default_factory=list)


Answering = Callable[[Memory, float], float | wire.Answer]  # raises EOFError to end the worker


def grade(suite: HiddenSuite, answering: Answering) -> tuple[AssignmentResult, Memory]:
    """Grade a submission of which every call is answered in this way."""
    memory = Memory()

    def talk(end: OtherEnd) -> None:
        memory.workers += 1
        asked: list[float] = []
        memory.asked.append(asked)
        assert isinstance(end.order(), wire.Load)
        end.say(wire.Loaded([]))
        for x in _numbers(end):
            asked.append(x)
            answer = answering(memory, x)
            end.say(answer if isinstance(answer, wire.Answer) else wire.Answer("returned", answer))

    class Threads(Zygote):
        spawned = Spawner([talk])

        def spawn(self, warm: object = ()) -> Worker:
            return self.spawned()

    return Grader({"halving": suite}, Threads(), Limits()).grade(SOURCE).result, memory


def _numbers(end: OtherEnd) -> Iterator[float]:
    while isinstance(order := end.order(), wire.Calls):
        for call in order.calls:
            (number,) = wire.decode_call(msgspec.Raw(bytes(call))).args
            yield number
