"""A suite in this process: collected and rehearsed once, then run against one submission after the other."""

from __future__ import annotations

import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, Rehearsed, one_a_function, play, rehearse
from autograder.grading.collect import collect_checks
from autograder.grading.contract_types import contract_of
from autograder.grading.subjects import Reference, Rehearsal, load_module
from autograder.grading.submission import Limits, Submission
from autograder.intake.records import Source
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing
from autograder.sandbox import Worker


class Graded(NamedTuple):
    """What grading one submission yields."""

    result: AssignmentResult
    timing: Timing


class SuiteSession:
    """The hidden suite of an assignment, or its public checks, ready to judge submissions."""

    def __init__(self, assignment: Assignment, *, hidden: bool) -> None:
        """Collect the suite and, if it is the hidden one, rehearse it with the reference.

        Raises:
            UserError: the suite cannot be collected, is empty, or the reference fails it.
        """
        self._assignment = assignment
        module = _load(assignment.reference if hidden else assignment.contract, assignment.name)
        self._encoder = CallEncoder(contract_of(module))
        self._reference = Reference(module, self._encoder) if hidden else None
        self._rehearsal = Rehearsal(module, self._encoder)
        self._checks = collect_checks(assignment.private if hidden else assignment.public_checks, assignment.course)
        self._rehearsed = {check.identity: self._rehearse(check) for check in self._checks}
        self._encoder.rehearsing = False

    def grade(self, source: Source, spawn: Callable[[], Worker], limits: Limits) -> Graded:
        """Run all checks against one submission."""
        start = time.monotonic()
        submission = Submission(self._encoder, source, spawn, limits)
        try:
            checks = one_a_function(
                (check, play(check, self._rehearsed[check.identity], submission, self._reference))
                for check in self._checks
            )
            notes = (*source.notes, *submission.notes)
        finally:
            submission.close()
        timing = Timing(
            time.monotonic() - start,
            submission.seconds_waited,
            submission.cpu_seconds,
            submission.calls_answered,
            submission.workers,
        )
        return Graded(AssignmentResult(self._assignment.name, _by_part(checks), notes), timing)

    @property
    def rehearsed_calls(self) -> list[bytes]:
        """The calls that the whole suite makes of a right submission, as they are sent."""
        return [key.data for rehearsed in self._rehearsed.values() for key in rehearsed.calls]

    def without_submission(self, reason: str) -> AssignmentResult:
        """The result of a student who handed in nothing that can be graded."""
        return AssignmentResult(self._assignment.name, self._blank(Outcome.NOT_REACHED, reason), (reason,))

    def broken(self, detail: str) -> AssignmentResult:
        """The result where grading itself failed, through no fault of the student: no mark at all."""
        said = "the grader broke: this is not the student's fault, and has to be graded again"
        return AssignmentResult(self._assignment.name, self._blank(Outcome.GRADER_BROKE, said, detail), (said,))

    def _rehearse(self, check: Check) -> Rehearsed:
        if self._reference is None:
            return Rehearsed()
        try:
            return rehearse(check, self._rehearsal, self._reference)
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            raise UserError(
                f"{self._assignment.reference} fails its own suite, so nothing is graded with it: "
                f"{check.promise}: {kind}{error}"
            ) from error

    def _blank(self, outcome: Outcome, message: str, detail: str = "") -> tuple[PartResult, ...]:
        """All parts, where no check could be run."""
        return _by_part(
            one_a_function((check, check.result(outcome, message, detail=detail)) for check in self._checks)
        )


def _load(path: Path, name: str) -> types.ModuleType:
    try:
        return load_module(path, f"contract_of_{name}")
    except Exception as error:
        raise UserError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error


def _by_part(checks: list[CheckResult]) -> tuple[PartResult, ...]:
    names = dict.fromkeys(check.part for check in checks)
    return tuple(PartResult(name, tuple(check for check in checks if check.part == name)) for name in names)
