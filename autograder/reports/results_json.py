"""results.json, in Gradescope's format: one test per part."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from autograder.reports.feedback import Feedback, decisions_text, notes_text, part_text
from autograder.results import AssignmentResult, CheckResult, PartResult, Protection, StudentResult, plain_number


class Visibility(enum.StrEnum):
    """When students see the parts, in Gradescope's words."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


_LATER: Final[Mapping[Visibility, str]] = MappingProxyType(
    {
        Visibility.AFTER_DUE_DATE: "The parts and their marks are shown after the due date.",
        Visibility.AFTER_PUBLISHED: "The parts and their marks are shown when the grades are published.",
        Visibility.HIDDEN: "The parts and their marks are not shown here.",
    }
)
_NOT_GRADED: Final = (
    "Your work could not be graded: the grader broke, or ran out of time or memory. This is not your fault, and the "
    "0 shown here is no mark. What you handed in is kept; tell your instructor, who can have it graded again."
)
_AGAIN: Final = "This is not your fault; it has to be graded again."


@dataclass(frozen=True)
class Options:
    """What students are shown of a result, when and where."""

    visibility: Visibility = Visibility.VISIBLE
    feedback: Feedback = Feedback.COUNTEREXAMPLES
    seconds: float | None = None  # that grading took, where Gradescope itself grades; None where bytes must repeat


def results_json(
    student: StudentResult,
    protection: Protection,
    options: Options = Options(),
    *,
    receipts: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """The student's result: `tests` has one entry per part, named `<assignment>: <part>`.

    Its contents depend on the result alone: no time of grading (but on Gradescope), no path, no order.

    Args:
        student: what is shown.
        protection: how their code was kept apart.
        options: what they are shown of it.
        receipts: how each mark came about, by assignment.
    """
    document = _document(_output(student, protection, options))
    document["tests"] = [
        _test(f"{place}.{number}", assignment, part, options)
        for place, assignment in enumerate(student.assignments, 1)
        for number, part in enumerate(assignment.parts, 1)
    ]
    document["extra_data"] = {"protection": protection.sentence}  # only instructors see it
    if receipts:
        document["extra_data"]["receipts"] = dict(receipts)
    if options.seconds is not None:
        document["execution_time"] = round(options.seconds, 2)
        document["score"] = plain_number(student.decided_total)  # Gradescope takes no results without a score
    elif not student.undecided:
        document["score"] = plain_number(student.total)
    return _text(document)


def not_graded_json() -> str:
    """What a student reads on Gradescope where the grader came to no result."""
    return _text(_document(_NOT_GRADED) | {"score": 0, "tests": []})


def _document(output: str) -> dict[str, Any]:
    formats = dict.fromkeys(("output_format", "test_output_format", "test_name_format"), "text")
    # What the grader prints is for the instructor: it may name paths.
    return {"output": output, "stdout_visibility": "hidden", **formats}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _output(student: StudentResult, protection: Protection, options: Options) -> str:
    texts = [text(assignment) for assignment in student.assignments for text in (notes_text, decisions_text, _no_mark)]
    notes = [text for text in texts if text]
    whose = "" if options.seconds is None else f" for {student.student}"
    later = [_LATER[options.visibility]] if options.visibility in _LATER else []
    how = f"; your code ran {'isolated' if protection.isolated else 'without isolation'}" if student.handed_in else ""
    return "\n".join([*notes, *later, f"Graded{whose}{how}."])


def _no_mark(assignment: AssignmentResult) -> str:
    if not assignment.undecided:
        return ""
    parts = ", ".join(part.name for part in assignment.parts if part.undecided)
    return f"{assignment.assignment} has no mark yet: the grader broke in {parts}. {_AGAIN}"


def _explanation(check: CheckResult) -> dict[str, str]:
    """What is behind a failed check, and which check that is."""
    assert check.explanation is not None
    return {"check": check.promise, "kind": check.explanation.kind, "text": check.explanation.text}


def _test(number: str, assignment: AssignmentResult, part: PartResult, options: Options) -> dict[str, Any]:
    passed = part.score >= part.maximum and not part.undecided
    test: dict[str, Any] = {
        "name": f"{assignment.assignment}: {part.name}",
        "number": number,
        "tags": [assignment.assignment],
        "max_score": part.maximum,
        "status": "passed" if passed else "failed",
        "visibility": str(options.visibility),
        "output": part_text(part, options.feedback),
        "output_format": "text",
        "extra_data": {"outcome": str(part.outcome), "checks": [_check(check) for check in part.checks]},
    }
    if not assignment.handed_in:
        test["extra_data"]["handed_in"] = False
    if explanations := [_explanation(check) for check in part.checks if check.explanation]:
        test["extra_data"]["explanations"] = explanations  # only instructors see it
    if not part.undecided:
        test["score"] = plain_number(part.score)
    return test


def _check(check: CheckResult) -> dict[str, Any]:
    """A check as other programs read it; students do not see it."""
    entry: dict[str, Any] = {"id": check.id, "outcome": str(check.outcome), "max_score": check.marks}
    return entry if check.undecided else entry | {"score": plain_number(check.score)}
