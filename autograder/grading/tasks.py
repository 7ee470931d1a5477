"""What a grader gets and gives back: plain records, which can be had without the libraries that grading needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, Protocol, TypeVar

from autograder.intake.records import Source
from autograder.results import AssignmentResult, Protection, Timing

if TYPE_CHECKING:
    from autograder.grading.margins import Margin

Owner = TypeVar("Owner")
DIED_TWICE: Final = "the grader process died while it graded this, twice"


class Task(NamedTuple, Generic[Owner]):
    """One submission to be graded, and whose it is: a hand-in, a test submission, a mutant."""

    owner: Owner
    source: Source


class Place(NamedTuple):
    """Where a submission was graded, as receipts tell it."""

    machine: str  # its system and processor
    versions: tuple[tuple[str, str], ...]  # of what marks depend on
    protection: Protection


class Graded(NamedTuple):
    """What grading one submission yields."""

    result: AssignmentResult
    timing: Timing
    margins: tuple[tuple[str, Margin], ...] = ()  # with the checks' identities, where they are measured
    place: Place | None = None  # None for this machine


class Broke(NamedTuple):
    """Grading itself failed; the text is for the instructor."""

    detail: str


class RehearsedCourse(NamedTuple):
    """What a grader elsewhere needs besides the files of the course. Not for students."""

    files: dict[str, bytes]  # the rehearsals of all its suites, by their paths in the course
    blanks: dict[str, AssignmentResult]  # what each assignment looks like without work


class Graders(Protocol):
    """What grades a class: the processes of this machine, or the machines of a cluster."""

    @property
    def level(self) -> str:
        """The name of the level of protection."""

    @property
    def protection(self) -> Protection:
        """How students' code is kept apart."""

    @property
    def blanks(self) -> Mapping[str, AssignmentResult]:
        """What each assignment looks like without work."""

    @property
    def crew(self) -> str:
        """Who is at work, as people read it; "" for this machine."""

    def grade(self, tasks: Sequence[Task[Owner]]) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
        """Grade the tasks; results come as they are finished."""
