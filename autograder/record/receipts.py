"""Receipts: from which bytes, by which suite and with what a mark came about, so that it can be verified later."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import Assignment, Course
from autograder.grading.tasks import Place
from autograder.packing.packages import allowed_packages
from autograder.record.applying import CountedWork
from autograder.record.attempts import read_circumstances
from autograder.record.json_files import json_text
from autograder.record.runs import course_state
from autograder.record.whole import StudentRecord
from autograder.results import AssignmentResult, plain_number

if TYPE_CHECKING:
    from autograder.grading.budget import Limits


def suite_files(assignment: Assignment) -> dict[str, str]:
    """The sha256 of each file on which grading depends, by its path in the course."""
    paths = sorted(path for path in assignment.graded_by() if path.is_file())
    root = assignment.course
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def circumstances(course: Course, limits: Limits, level: str, place: Place, engine: str) -> dict[str, object]:
    """What each assignment is graded with in this run at a place, by its name."""
    state = course_state(course)
    return {
        assignment.name: {
            "commit": state.commit,
            "clean": state.clean,
            "suite": suite_files(assignment),
            "engine": engine,
            "versions": dict(place.versions),
            "packages": [str(package) for package in allowed_packages(course)],
            "machine": place.machine,
            "protection": {"level": level, **place.protection._asdict()},
            "limits": asdict(limits),
        }
        for assignment in course.assignments
    }


def receipts(state: Path, student: StudentRecord) -> dict[str, Any]:
    """The receipts of a student's work, by assignment; none where nothing was graded."""
    return {name: _receipt(state, work) for name, work in student.work.items() if work.attempt}


def result_sha256(result: AssignmentResult) -> str:
    """Of a result as it was graded: the same work gives the same."""
    return hashlib.sha256(json_text(result).encode()).hexdigest()


def _receipt(state: Path, work: CountedWork) -> Mapping[str, Any]:
    attempt, result = work.attempt, work.result
    assert attempt is not None
    handed = attempt.handed
    return {
        "handed_in": {
            "sha256": handed.sha256,
            "text_sha256": attempt.text,
            "at": handed.at.isoformat() if handed.at else None,
            "late_seconds": result.late_seconds,
            "attempts": work.attempts,
        },
        "graded_with": read_circumstances(state, attempt.circumstances),
        "decisions": list(result.decisions),
        "marks": {
            "raw": None if result.broke else result.earned,
            "final": None if result.undecided else plain_number(result.score),
            "maximum": result.maximum,
        },
        "result_sha256": result_sha256(attempt.result) if attempt.result else None,
    }
