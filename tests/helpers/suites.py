"""The course's hidden suites, opened once in a process of the tests; what they draw is kept from run to run."""

from __future__ import annotations

from functools import cache
from typing import Final

from autograder.course import Course, read_course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.sessions import open_sessions
from tests.helpers.command import ASSIGNMENTS, PROJECT

COURSE: Final = read_course(PROJECT, with_solutions=True)


def course_of(name: str) -> Course:
    """The course with this assignment alone."""
    return COURSE.only([name])


@cache
def suite_of(name: str) -> HiddenSuite:
    """The hidden suite of an assignment."""
    return open_sessions(course_of(name), keep=True)[name]


def all_suites() -> dict[str, HiddenSuite]:
    """Those of all assignments."""
    return {name: suite_of(name) for name in ASSIGNMENTS}
