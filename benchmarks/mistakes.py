"""What it costs to grade a class with one mistake each, compared with a class of right work: explanations included."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from autograder.grading.pool import Grader
from autograder.intake.records import Source
from benchmarks.classes import spread


class Classes(NamedTuple):
    """Processor seconds of the grader and its workers for two classes of as many students, by assignment."""

    right: dict[str, float]
    wrong: dict[str, float]

    def lines(self) -> Iterator[str]:
        """What the mistakes cost, relative to right work."""
        right, wrong = sum(self.right.values()), sum(self.wrong.values())
        each = ", ".join(f"{name} {self.wrong[name] / seconds:.2f}" for name, seconds in self.right.items())
        one = (right + (wrong - right) / len(self.right)) / right
        yield f"a class with one mistake each, relative to right work: {one:.2f}"
        yield f"a class with a mistake in every assignment: {wrong / right:.2f} ({each})"


def classes_of(grader: Grader, students: int) -> Classes:
    """Grade so many right hand-ins and so many wrong ones of every assignment, the course's own."""
    right: dict[str, float] = {}
    wrong: dict[str, float] = {}
    for name, session in grader.sessions.items():
        for seconds, kind in ((right, "right"), (wrong, "wrong")):
            seconds[name] = _seconds(grader, spread(session, kind, students))
    return Classes(right, wrong)


def _seconds(grader: Grader, works: Sequence[Source]) -> float:
    start, used = time.process_time(), 0.0
    for work in works:
        used += grader.grade(work).timing.student_cpu_seconds
    return time.process_time() - start + used
