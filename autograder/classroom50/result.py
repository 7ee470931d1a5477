"""What Classroom 50's runner takes from a bundle: result.json, and release-body.md for the student."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from autograder.reports.feedback import part_report
from autograder.results import AssignmentResult, Outcome, PartResult

SCHEMA: Final = "classroom50/result/v1"
_NOTE: Final = (
    "These are the public checks, the same as `autograder check` at home. The marks of the course come from a hidden "
    "suite, which looks at more.\n"
)


def result_json(result: AssignmentResult, marks: Mapping[str, int], environment: Mapping[str, str]) -> str:
    """The text of result.json: one test per part, with whole marks.

    Args:
        result: of the public checks.
        marks: the marks of every part.
        environment: the variables that the runner sets.
    """
    tests = [
        {
            "test-name": part.name,
            "passed": part.outcome is Outcome.PASSED,
            "score": _score(part, marks[part.name]),
            "max-score": marks[part.name],
        }
        for part in result.parts
    ]
    commit = environment.get("COMMIT_URL", "")
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "classroom": environment.get("CLASSROOM", ""),
        "assignment": environment.get("ASSIGNMENT", result.assignment),
        "submission": environment.get("SUBMISSION_TAG", ""),
        "commit": commit,
        "release": environment.get("RELEASE_URL", ""),
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(marks[part.name] for part in result.parts),
        "tests": tests,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _score(part: PartResult, marks: int) -> int:
    """The share of the checks that pass, rounded down: public checks have no marks of their own."""
    passed = sum(check.outcome is Outcome.PASSED for check in part.checks)
    return marks * passed // len(part.checks)


def release_body(result: AssignmentResult, beyond: Mapping[str, str]) -> str:
    """The Markdown for the student."""
    fence = "`" * 8  # longer than any in a student's text that anybody writes
    notes = "".join(f"- {note}\n" for note in result.notes)
    parts = [
        f"## {part.name}\n\n{fence}text\n{part_report(part, beyond.get(part.name, ''))}\n{fence}\n"
        for part in result.parts
    ]
    return "\n".join([f"# {result.assignment}: public checks\n", _NOTE, *([notes] if notes else []), *parts])
