"""The hidden suites of a course, rehearsed; what they drew is taken from an earlier rehearsal where one is kept."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.kept_rehearsal import (
    KeptCases,
    KeptRehearsal,
    fresh_folder,
    kept_file,
    read_kept,
    write_kept,
)
from autograder.grading.tasks import RehearsedCourse
from autograder.packing.packages import require_packages


def open_sessions(course: Course, *, keep: bool = False) -> dict[str, HiddenSuite]:
    """All hidden suites of the course, rehearsed.

    Args:
        course: whose suites they are.
        keep: whether to use what is kept of earlier rehearsals, and to keep these.

    Raises:
        UserError: a suite cannot be run, its reference fails it, or a package that submissions may use is missing.
    """
    require_packages(course)
    if not keep:
        return {assignment.name: HiddenSuite(assignment, course.seed) for assignment in course.assignments}
    return {assignment.name: _opened(assignment, course.seed)[0] for assignment in course.assignments}


def rehearse(course: Course, *, draw: bool = False) -> RehearsedCourse:
    """Rehearse all suites, for a grader elsewhere.

    Args:
        course: whose suites they are.
        draw: whether to draw all that may explain a failure, too: for graders that see one hand-in each.

    Raises:
        UserError: as for `open_sessions`.
    """
    require_packages(course)
    rehearsed = RehearsedCourse({}, {})
    for assignment in course.assignments:
        suite, path, kept = _opened(assignment, course.seed)
        if draw:
            suite.draw_fresh_cases()
        rehearsed.files[path.relative_to(course.folder).as_posix()] = kept.content
        for fresh in KeptCases(fresh_folder(path)).files:
            rehearsed.files[fresh.relative_to(course.folder).as_posix()] = fresh.read_bytes()
        rehearsed.blanks[assignment.name] = suite.blank
    return rehearsed


def _opened(assignment: Assignment, seed: str) -> tuple[HiddenSuite, Path, KeptRehearsal]:
    path = kept_file(assignment, seed)  # before the suite is loaded: a file that is saved in between makes it stale
    kept = read_kept(path)
    known = kept.size
    suite = HiddenSuite(assignment, seed, kept, KeptCases(fresh_folder(path)))
    if kept.size != known:
        write_kept(path, kept)
    return suite, path, kept
