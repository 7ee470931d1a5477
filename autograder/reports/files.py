"""The views of a record: the texts of all files that people and other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from autograder.record.snapshot import CLASS_FILE, class_json
from autograder.record.whole import StudentRecord
from autograder.reports.gradebook import grades_csv
from autograder.reports.parts_table import parts_csv
from autograder.results import AssignmentResult, StudentResult, broken_checks

GRADES: Final = "grades.csv"
REPORT: Final = "report.html"  # of the class, and in the folder of each student
PARTS: Final = "parts.csv"
BROKEN: Final = "grader-broke.txt"


def class_views(students: Sequence[StudentRecord], blanks: Mapping[str, AssignmentResult]) -> dict[str, str]:
    """The views of the class, by their names: what a run keeps as it was.

    Args:
        students: all that is known of everybody.
        blanks: what each assignment looks like without work, in the order of the course.
    """
    results = [student.result for student in students]
    return {
        GRADES: grades_csv(results, list(blanks)),
        PARTS: parts_csv(results),
        CLASS_FILE: class_json(students, blanks),
    }


def results_path(key: str) -> str:
    """The path of a student's results.json in a record."""
    return f"students/{key}/results.json"


def report_path(key: str) -> str:
    """The path of a student's report in a record."""
    return f"students/{key}/{REPORT}"


def broken_text(students: Iterable[StudentResult]) -> str:
    """The text of grader-broke.txt, "" where nothing broke."""
    return "\n".join(f"{where}: {check.promise}\n{check.detail}" for where, check in broken_checks(students))
