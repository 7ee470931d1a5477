"""What it costs to grade a class with one mistake each, compared with a class of right work: explanations included."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import NamedTuple

from autograder.course import Assignment
from autograder.grading.pool import Grader
from autograder.intake.records import Source
from autograder.judging.expectations import test_submissions


class Classes(NamedTuple):
    """Processor seconds of the grader and its workers for two classes of as many students, by assignment."""

    right: dict[str, float]
    wrong: dict[str, float]

    @property
    def ratio(self) -> float:
        """The cost of the class with mistakes, relative to that of right work."""
        return sum(self.wrong.values()) / sum(self.right.values())


def classes_of(grader: Grader, assignments: Sequence[Assignment], students: int) -> Classes:
    """Grade so many right hand-ins and so many wrong ones of every assignment, the course's own in turn."""
    right: dict[str, float] = {}
    wrong: dict[str, float] = {}
    for assignment in assignments:
        submissions = test_submissions(assignment, grader.sessions[assignment.name].parts)
        for seconds, kind in ((right, "right"), (wrong, "wrong")):
            own = [submission.source for submission in submissions if submission.kind == kind]
            seconds[assignment.name] = _seconds(grader, list(itertools.islice(itertools.cycle(own), students)))
    return Classes(right, wrong)


def _seconds(grader: Grader, works: Sequence[Source]) -> float:
    start, used = time.process_time(), 0.0
    for work in works:
        used += grader.grade(work).timing.student_cpu_seconds
    return time.process_time() - start + used
