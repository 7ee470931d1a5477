"""What a grader gets and gives back: plain records, which can be had without the libraries that grading needs."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from autograder.grading.margins import Margin
from autograder.intake.records import Source
from autograder.results import AssignmentResult, Timing

Owner = TypeVar("Owner")


class Task(NamedTuple, Generic[Owner]):
    """One submission to be graded, and whose it is: a hand-in, a test submission, a mutant."""

    owner: Owner
    source: Source


class Graded(NamedTuple):
    """What grading one submission yields."""

    result: AssignmentResult
    timing: Timing
    margins: tuple[tuple[str, Margin], ...] = ()  # with the checks' identities, where they are measured


class Broke(NamedTuple):
    """Grading itself failed; the text is for the instructor."""

    detail: str
