"""results.json, in Gradescope's format: one test per part."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from autograder.reports.feedback import Feedback, notes_text, part_text
from autograder.results import AssignmentResult, CheckResult, PartResult, Protection, StudentResult


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


@dataclass(frozen=True)
class Options:
    """What students are shown of a result, when and where."""

    visibility: Visibility = Visibility.VISIBLE
    feedback: Feedback = Feedback.COUNTEREXAMPLES
    seconds: float | None = None  # that grading took, where Gradescope itself grades; None where bytes must repeat


def results_json(student: StudentResult, protection: Protection, options: Options = Options()) -> str:
    """The student's result: `tests` has one entry per part, named `<assignment>: <part>`.

    Its contents depend on the result alone: no time (but on Gradescope), no path, no order of grading.
    """
    document = _document(_output(student, protection, options))
    document["tests"] = [
        _test(f"{place}.{number}", assignment, part, options)
        for place, assignment in enumerate(student.assignments, 1)
        for number, part in enumerate(assignment.parts, 1)
    ]
    document["extra_data"] = {"protection": protection.sentence}  # only instructors see it
    if options.seconds is not None:
        document["execution_time"] = round(options.seconds, 2)
        document["score"] = student.decided_total  # Gradescope takes no results without a score
    elif not student.undecided:
        document["score"] = student.total
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
    notes = [text for assignment in student.assignments if (text := notes_text(assignment))]
    whose = "" if options.seconds is None else f" for {student.student}"
    later = [_LATER[options.visibility]] if options.visibility in _LATER else []
    return "\n".join(
        [*notes, *later, f"Graded{whose}; your code ran {'isolated' if protection.isolated else 'without isolation'}."]
    )


def _explanation(check: CheckResult) -> dict[str, str]:
    """What is behind a failed check, and which check that is."""
    assert check.explanation is not None
    return {"check": check.promise, "kind": check.explanation.kind, "text": check.explanation.text}


def _test(number: str, assignment: AssignmentResult, part: PartResult, options: Options) -> dict[str, Any]:
    passed = part.score == part.maximum and not assignment.undecided
    test: dict[str, Any] = {
        "name": f"{assignment.assignment}: {part.name}",
        "number": number,
        "tags": [assignment.assignment],
        "max_score": part.maximum,
        "status": "passed" if passed else "failed",
        "visibility": str(options.visibility),
        "output": part_text(part, options.feedback),
        "output_format": "text",
        "extra_data": {"outcome": str(part.outcome)},
    }
    if explanations := [_explanation(check) for check in part.checks if check.explanation]:
        test["extra_data"]["explanations"] = explanations  # only instructors see it
    if not assignment.undecided:
        test["score"] = part.score
    return test
