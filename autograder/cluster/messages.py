"""What the machines of a cluster and we tell each other: plain records as JSON, and no pickle of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.grading.tasks import Broke, Graded, Place
from autograder.record.json_files import from_json, json_text
from autograder.results import AssignmentResult, Timing

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Opening:
    """What a grader must be, so that its results are the same as any other's."""

    level: str  # of protection; "" to find out which is the best
    allow_unsandboxed: bool
    limits: Mapping[str, float]
    versions: Mapping[str, str]  # of what marks depend on, to say what differs
    engine: str  # its fingerprint
    suites: Mapping[str, str]  # their fingerprints, by assignment


@dataclass(frozen=True)
class Report:
    """What a machine answers to that."""

    host: str
    refusal: str = ""  # why it cannot grade; "" where it can
    level: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Answer:
    """What grading one submission gave."""

    result: AssignmentResult | None = None
    timing: Timing | None = None
    place: Place | None = None
    detail: str = ""  # what went wrong in the grader, where there is no result

    @property
    def outcome(self) -> Graded | Broke:
        """The same, as graders give it."""
        if self.result is None or self.timing is None:
            return Broke(self.detail)
        return Graded(self.result, self.timing, place=self.place)


def answer_of(outcome: Graded | Broke, place: Place) -> Answer:
    """An outcome as it is sent."""
    if isinstance(outcome, Broke):
        return Answer(detail=outcome.detail)
    return Answer(outcome.result, outcome.timing, place)


def encoded(record: Any) -> bytes:
    """A record as bytes: names may hold halves of characters, which only JSON in ASCII can say."""
    return json_text(record).encode("ascii")


def decoded(data: bytes, kind: type[Kind]) -> Kind:
    """The record in these bytes.

    Raises:
        ValueError: they hold something else.
    """
    record = from_json(data, kind)
    if record is None:
        raise ValueError(f"a {kind.__name__} was expected: another version of the engine sent this")
    return record
