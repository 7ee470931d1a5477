"""A student's own files, checked at home: which file it is, what its calls print, and where all of it stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from autograder.course import Assignment, Course
from autograder.course_files import functions_of
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.cells import with_named_cells
from autograder.grading.pool import modules_to_warm
from autograder.grading.printed import printed
from autograder.grading.public_checks import PublicChecks
from autograder.grading.stated_marks import stated_marks
from autograder.grading.written import written_functions
from autograder.intake.disk import disk_file
from autograder.intake.file_names import SUFFIXES, work_name
from autograder.intake.files import read_source, source_in
from autograder.intake.records import Absent, Source
from autograder.reports.overview import Standing
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult
from autograder.sandbox import forked

Checked = tuple[AssignmentResult, dict[str, str]]  # and, by part, what the hidden suite looks at beyond
Check = Callable[[Assignment, Source, str | None], Checked]


def checker() -> Check:
    """What checks a source of an assignment, or one part of it."""
    spawn = forked.spawner()

    def check(assignment: Assignment, source: Source, part: str | None) -> Checked:
        session = PublicChecks(assignment)
        if part is not None:
            session.keep(part)
        named = with_named_cells(source, session.functions)
        return session.grade(named, partial(spawn, modules_to_warm(source)), Limits()).result, session.beyond

    return check


def source_of(path: Path, course: Course) -> Source:
    """The student's file, also under a name that a browser gave to a copy.

    Raises:
        UserError: it does not exist, cannot be read, or does not belong to any assignment.
    """
    name = work_name(path.name, course.names)
    if name is None:
        names = ", ".join(f"{name}.py" for name in course.names)
        raise UserError(f"{path} does not belong to any assignment: expected one of {names} (or .ipynb)")
    if not path.is_file():
        raise UserError(f"{path} does not exist")
    work = source_in(disk_file(path), name.assignment, name.suffix, path.name)
    if isinstance(work, Absent):
        raise UserError(work.reason)
    return work


def with_output(result: AssignmentResult, source: Source) -> AssignmentResult:
    """The result with what failing calls print."""
    failed = [check for part in result.parts for check in part.checks if check.counterexample]
    output = printed(source, list(dict.fromkeys(check.counterexample for check in failed)))

    def told(check: CheckResult) -> CheckResult:
        if lines := output.get(check.counterexample):
            message = "\n".join([check.message, "it printed:", *(f"  {line}" for line in lines)])
            return replace(check, message=message, cause=check.cause or check.message)
        return check

    return replace(result, parts=tuple(replace(part, checks=tuple(map(told, part.checks))) for part in result.parts))


class Found(NamedTuple):
    """The file of an assignment in which most is written."""

    path: Path
    source: Source
    written: int  # how many functions


def best_file(assignment: Assignment, folders: Sequence[Path]) -> Found | None:
    """The student's file in one of these folders: of a script and a notebook the one in which more is written."""
    functions = functions_of(assignment.contract)
    found: list[Found] = []
    for folder in folders:
        for suffix in SUFFIXES:
            path = folder / f"{assignment.name}{suffix}"
            work = read_source(path, assignment.name) if path.is_file() else None
            if isinstance(work, Source):
                found.append(Found(path, work, len(written_functions(work, functions))))
    return max(found, key=lambda one: one.written, default=None)


def standing_in(assignment: Assignment, check: Check) -> Standing:
    """Where the student stands, with a file here or in the assignment's folder."""
    blank = PublicChecks(assignment).without_submission("")
    marks = stated_marks(assignment, [part.name for part in blank.parts])
    found = best_file(assignment, [Path(), assignment.public])
    if found is None or not found.written:
        return Standing("" if found is None else _shown(found.path), _unwritten(blank), marks)
    return Standing(_shown(found.path), check(assignment, found.source, None)[0], marks)


def _unwritten(blank: AssignmentResult) -> AssignmentResult:
    def mark(part: PartResult) -> PartResult:
        return replace(part, checks=tuple(replace(check, outcome=Outcome.NOT_WRITTEN) for check in part.checks))

    return replace(blank, parts=tuple(map(mark, blank.parts)))


def _shown(path: Path) -> str:
    """The path as it can be typed here."""
    return os.path.relpath(path)
