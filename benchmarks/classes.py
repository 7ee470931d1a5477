"""Classes made of the course's own test submissions: in each hand-in another style, or another mistake."""

from __future__ import annotations

from autograder.grading.suite_session import SuiteSession
from autograder.intake.records import Source
from autograder.judging.expectations import test_submissions


def spread(session: SuiteSession, kind: str, students: int) -> list[Source]:
    """So many test submissions of a suite's assignment, each once before any comes again, and not neighbours alone.

    Args:
        session: the suite.
        kind: "right" or "wrong".
        students: how many.
    """
    own = [one.source for one in test_submissions(session.assignment, session.parts) if one.kind == kind]
    return [
        own[student * len(own) // students if students < len(own) else student % len(own)]
        for student in range(students)
    ]
