"""A suite in this process: collected and rehearsed once, then run against one submission after the other."""

from __future__ import annotations

import contextlib
import io
import os
import time
import types
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.checks import Check, Rehearsed, play, rehearse
from autograder.grading.contract_types import contract_of
from autograder.grading.pytest_plugin import Run, SuitePlugin
from autograder.grading.subjects import Reference, Rehearsal, load_module
from autograder.grading.submission import Limits, Submission
from autograder.intake.records import Source
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing
from autograder.sandbox import Worker

# The last three collect garbage and watch warnings after every run, which takes longer than the checks.
_UNUSED_PLUGINS: Final = (
    *("cacheprovider", "terminal", "doctest", "junitxml", "faulthandler", "logging"),
    *("unraisableexception", "threadexception", "warnings"),
)
_PYTEST_OPTIONS: Final = (
    "--assert=plain",
    "--import-mode=importlib",
    "--noconftest",
    "--capture=no",
    *(f"-pno:{name}" for name in _UNUSED_PLUGINS),
)


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
        self._path = assignment.private if hidden else assignment.public_checks
        module = _load(assignment.reference if hidden else assignment.contract, assignment.name)
        self._contract = contract_of(module)
        self._reference = Reference(module, self._contract) if hidden else None
        self._rehearsal = Rehearsal(module, self._contract)
        self._rehearsed: dict[str, Rehearsed] = {}
        self._blank = self._run(self._rehearse if hidden else _note)
        failed = [check for check in self._blank if check.outcome is not Outcome.PASSED]
        if failed:
            raise UserError(
                f"{assignment.reference} fails its own suite, so nothing is graded with it: "
                f"{failed[0].promise}: {failed[0].message}"
            )

    def grade(self, source: Source, spawn: Callable[[], Worker], limits: Limits) -> Graded:
        """Run all checks against one submission."""
        start = time.monotonic()
        submission = Submission(self._contract, source, spawn, limits)
        try:
            checks = self._run(partial(self._play, submission))
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
        checks = [
            CheckResult(check.part, check.promise, check.marks, Outcome.NOT_REACHED, reason) for check in self._blank
        ]
        return AssignmentResult(self._assignment.name, _by_part(checks), (reason,))

    def broken(self, detail: str) -> AssignmentResult:
        """The result where grading itself failed, through no fault of the student: no mark at all."""
        said = "the grader broke: this is not the student's fault, and has to be graded again"
        checks = [
            CheckResult(check.part, check.promise, check.marks, Outcome.GRADER_BROKE, said, detail=detail)
            for check in self._blank
        ]
        return AssignmentResult(self._assignment.name, _by_part(checks), (said,))

    def _rehearse(self, check: Check) -> CheckResult:
        assert self._reference is not None
        try:
            self._rehearsed[check.identity] = rehearse(check, self._rehearsal, self._reference)
        except AssertionError as error:
            return check.result(Outcome.FAILED, str(error))
        return check.result(Outcome.PASSED)

    def _play(self, submission: Submission, check: Check) -> CheckResult:
        return play(check, self._rehearsed.get(check.identity, Rehearsed()), submission, self._reference)

    def _run(self, run: Run) -> list[CheckResult]:
        plugin = SuitePlugin(run)
        arguments = [*_PYTEST_OPTIONS, f"--rootdir={self._assignment.course}", str(self._path)]
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = pytest.main(["-c", os.devnull, *arguments], plugins=[plugin])
        if plugin.errors or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or not plugin.results:
            why = (plugin.errors or [said.getvalue()])[0].strip() or "it holds no check"
            raise UserError(f"the suite in {self._path} cannot be run: {why}")
        return plugin.results


def _note(check: Check) -> CheckResult:
    return check.result(Outcome.PASSED)


def _load(path: Path, name: str) -> types.ModuleType:
    try:
        return load_module(path, f"contract_of_{name}")
    except Exception as error:
        raise UserError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error


def _by_part(checks: list[CheckResult]) -> tuple[PartResult, ...]:
    names = dict.fromkeys(check.part for check in checks)
    return tuple(PartResult(name, tuple(check for check in checks if check.part == name)) for name in names)
