"""results.json, in Gradescope's format: one test a part."""

from __future__ import annotations

import json
from typing import Any

from autograder.reports.feedback import notes_text, part_text
from autograder.results import AssignmentResult, PartResult, StudentResult


def results_json(student: StudentResult, protection: str) -> str:
    """The student's result: `tests` has an entry a part, named `<assignment>: <part>`.

    Keys and numbers depend on the result alone: no time, no path, no order of grading.
    """
    notes = [text for assignment in student.assignments if (text := notes_text(assignment))]
    document: dict[str, Any] = {
        "output": "\n".join([*notes, f"Graded with {protection}."]),
        "output_format": "text",
        "test_output_format": "text",
        "tests": [_test(assignment, part) for assignment in student.assignments for part in assignment.parts],
    }
    if not student.undecided:
        document["score"] = student.total
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _test(assignment: AssignmentResult, part: PartResult) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": f"{assignment.assignment}: {part.name}",
        "max_score": part.maximum,
        "status": "passed" if part.score == part.maximum else "failed",
        "output": part_text(part),
        "extra_data": {"outcome": str(part.outcome)},
    }
    if not assignment.undecided:
        test["score"] = part.score
    return test
