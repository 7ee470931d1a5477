"""The report of a student, `students/<student>/report.html`: what is done, what to do next, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from autograder.record.history import PastAttempt
from autograder.record.kept_pictures import KeptPicture
from autograder.record.whole import StudentRecord
from autograder.reports.causes import Cause, causes, next_thing
from autograder.reports.curves import Drawn, drawn
from autograder.reports.feedback import Feedback, part_word
from autograder.reports.markdown import rendered
from autograder.reports.pages import page
from autograder.reports.reading import Section, read_again
from autograder.results import AssignmentResult, Outcome, PartResult

_BELOW_SECTIONS: Final = 1  # a section of a handout is a third level here, and was a second


@dataclass(frozen=True)
class Material:
    """What a page shows beside the result itself."""

    lines: Callable[[str, str], str] = lambda assignment, function: ""  # their own, of a function of an assignment
    attempts: Callable[[str], Sequence[PastAttempt]] = lambda assignment: ()
    receipts: Mapping[str, Any] = field(default_factory=dict)  # by assignment
    handouts: Mapping[str, Sequence[Section]] = field(default_factory=dict)
    handout_url: str = ""  # of the folder with the assignments' folders; "" to show in the page what to read again
    isolated: bool = True
    pictures: Callable[[str], Sequence[KeptPicture]] = lambda assignment: ()  # of their functions


class _Entry(NamedTuple):
    """A cause as it is shown."""

    cause: Cause
    heading: str
    lines: str
    curve: Drawn | None
    reading: list[Section]


class _Shown(NamedTuple):
    """An assignment as it is shown."""

    result: AssignmentResult
    number: int
    parts: list[tuple[PartResult, str]]  # each with how it ended, in a word
    entries: list[_Entry]
    read_here: dict[Section, str]  # the sections that entries point to, as HTML, where no site is known that has them
    pictures: list[tuple[KeptPicture, str]]  # with the caption as HTML
    attempts: Sequence[PastAttempt]
    receipt: Mapping[str, Any] | None


def student_page(student: StudentRecord, material: Material, feedback: Feedback = Feedback.COUNTEREXAMPLES) -> str:
    """The page.

    Args:
        student: whose it is; nobody else is named on it.
        material: what is shown beside the result.
        feedback: how much is said besides marks.
    """
    result = student.result
    nothing = feedback is Feedback.NONE
    following = None if nothing else next_thing(result.assignments)
    return page(
        "student.html",
        result=result,
        shown=[_shown(number, one, material, feedback) for number, one in enumerate(result.assignments, 1)],
        following=following and (following[0], _heading(following[1]), following[1]),
        feedback=feedback,
        everything=feedback is Feedback.COUNTEREXAMPLES,
        material=material,
    )


def _shown(number: int, result: AssignmentResult, material: Material, feedback: Feedback) -> _Shown:
    found = causes(result) if result.handed_in and feedback is Feedback.COUNTEREXAMPLES else []
    entries = [_entry(result.assignment, cause, material) for cause in found]
    reading = [] if material.handout_url else [section for entry in entries for section in entry.reading]
    return _Shown(
        result,
        number,
        [(part, part_word(part)) for part in result.parts],
        entries,
        {one: rendered(one.text, _BELOW_SECTIONS, f"{result.assignment}: {one.title}") for one in reading},
        [(one, rendered(one.caption)) for one in (material.pictures(result.assignment) if found else ())],
        material.attempts(result.assignment),
        material.receipts.get(result.assignment),
    )


def _entry(assignment: str, cause: Cause, material: Material) -> _Entry:
    comparison = cause.first.comparison
    return _Entry(
        cause,
        _heading(cause),
        material.lines(assignment, cause.function) if cause.function and cause.outcome is Outcome.FAILED else "",
        drawn(comparison.curve) if comparison and comparison.curve else None,
        read_again(material.handouts.get(assignment, ()), cause.first.part, cause.function),
    )


def _heading(cause: Cause) -> str:
    """What is wrong, in a few words."""
    parts = ", ".join(cause.parts)
    where = cause.function or parts
    return {
        Outcome.FAILED: f"{where} (in {parts})" if where != parts else where,
        Outcome.NOT_WRITTEN: f"{where} is not written yet",
        Outcome.NOT_REACHED: f"{parts}: not reached",
        Outcome.GRADER_BROKE: f"{parts}: the grader broke",
    }.get(cause.outcome, where)
