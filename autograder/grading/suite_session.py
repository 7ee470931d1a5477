"""A suite in this process: collected and rehearsed once, then run against one submission after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, Played, Rehearsed, margin_of, one_a_function, play, rehearse
from autograder.grading.collect import collect_checks
from autograder.grading.contract_types import contract_of
from autograder.grading.diagnosis import Diagnosis, Trial
from autograder.grading.margins import Margin
from autograder.grading.misconception import misconceptions_in
from autograder.grading.own_process import OwnProcess
from autograder.grading.subjects import Reference, Rehearsal, load_file
from autograder.grading.submission import Limits, Submission
from autograder.intake.records import Source
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing
from autograder.sandbox import Worker


class Graded(NamedTuple):
    """What grading one submission yields."""

    result: AssignmentResult
    timing: Timing
    margins: tuple[tuple[str, Margin], ...] = ()  # with the checks' identities, where they are measured
    crashed: bool = False  # whether a worker ended by itself


class GradingMode(NamedTuple):
    """How submissions are graded; the marks do not depend on it."""

    shrink: bool = True  # look for small counterexamples
    measure: bool = False  # how near comparisons come to their tolerances


FOR_STUDENTS: Final = GradingMode()


class SuiteSession:
    """The hidden suite of an assignment, or its public checks, ready to judge submissions."""

    def __init__(self, assignment: Assignment, *, hidden: bool) -> None:
        """Collect the suite and, if it is the hidden one, rehearse it with the reference.

        Raises:
            UserError: the suite cannot be collected, is empty, or the reference fails it.
        """
        self._assignment = assignment
        module = load_file(assignment.reference if hidden else assignment.contract, f"contract_of_{assignment.name}")
        self._encoder = CallEncoder(contract_of(module))
        self.reference = Reference(module, self._encoder) if hidden else None
        self._rehearsal = Rehearsal(module, self._encoder)
        self.checks = collect_checks(assignment.private if hidden else assignment.public_checks, assignment.course)
        self.rehearsed = {check.identity: self._rehearse(check) for check in self.checks}
        self._encoder.rehearsing = False
        self.diagnosis: Diagnosis | None = None
        if hidden and assignment.misconceptions.is_file():
            wrong = load_file(assignment.misconceptions, f"misconceptions_of_{assignment.name}")
            self.diagnosis = Diagnosis(misconceptions_in(wrong), module, self._encoder)

    def grade(
        self, source: Source, spawn: Callable[[], Worker], limits: Limits, mode: GradingMode = FOR_STUDENTS
    ) -> Graded:
        """Run all checks against one submission."""
        start = time.monotonic()
        submission = Submission(self._encoder, source, spawn, limits)
        played: dict[str, Played] = {}
        margins: list[tuple[str, Margin]] = []
        try:
            # Long ones last: whoever hangs there has lost no time for the others.
            for check in sorted(self.checks, key=lambda check: check.long_calls):
                rehearsed = self.rehearsed[check.identity]
                played[check.identity] = play(check, rehearsed, submission, self.reference, shrink=mode.shrink)
                if mode.measure:
                    margins.append((check.identity, margin_of(check, rehearsed, submission, self.reference)))
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
        in_order = one_a_function(self._with_hints([(check, played[check.identity]) for check in self.checks]))
        result = AssignmentResult(self._assignment.name, _by_part(in_order), notes)
        return Graded(result, timing, tuple(margins), submission.crashed)

    def check_here(self, part: str, functions: Mapping[str, Any], rename: Callable[[str], str]) -> PartResult:
        """Run the checks of one part on functions of this process, in a student's own notebook.

        Args:
            part: its name.
            functions: the student's, by name.
            rename: turns the place of an exception into what the student knows it by.

        Raises:
            UserError: there is no such part.
        """
        checks = [check for check in self.checks if check.part == part]
        if not checks:
            raise UserError(f"{self._assignment.public_checks} has no part {part!r}")
        submission = OwnProcess(self._encoder, self._assignment.name, functions, rename)
        played = [
            (check, play(check, Rehearsed(), submission, self.reference, shrink=False).result) for check in checks
        ]
        return _by_part(one_a_function(played))[0]

    def _with_hints(self, played: list[tuple[Check, Played]]) -> list[tuple[Check, CheckResult]]:
        """The results, with the hint of the misconception behind a failure where there is just one."""
        if self.diagnosis is None:
            return [(check, result) for check, (result, _) in played]
        # A long check says nothing: the models' answers would take as long as a student's.
        trials = [
            Trial(check.part, result.outcome is Outcome.PASSED, {} if check.long_calls else answers)
            for check, (result, answers) in played
        ]
        return [
            (check, replace(result, hint=wrong.hint) if wrong else result)
            for (check, (result, _)), wrong in zip(played, self.diagnosis.name(trials), strict=True)
        ]

    @cached_property
    def beyond(self) -> dict[str, str]:
        """Of each part, what the hidden suite looks at beyond the public checks, in the words of their author."""
        checks = load_file(self._assignment.public_checks, f"public_checks_of_{self._assignment.name}")
        return dict(getattr(checks, "BEYOND", {}))

    @property
    def rehearsed_calls(self) -> list[bytes]:
        """The calls that the whole suite makes of a right submission, as they are sent."""
        return [key.data for rehearsed in self.rehearsed.values() for key in rehearsed.calls]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in their order."""
        return tuple(dict.fromkeys(check.part for check in self.checks))

    def without_submission(self, reason: str) -> AssignmentResult:
        """The result of a student who handed in nothing that can be graded."""
        parts = self._blank(Outcome.NOT_REACHED, reason)
        return AssignmentResult(self._assignment.name, parts, (reason,), handed_in=False)

    def broken(self, detail: str) -> AssignmentResult:
        """The result where grading itself failed, through no fault of the student: no mark at all."""
        said = "the grader broke: this is not the student's fault, and has to be graded again"
        return AssignmentResult(self._assignment.name, self._blank(Outcome.GRADER_BROKE, said, detail), (said,))

    def _rehearse(self, check: Check) -> Rehearsed:
        if self.reference is None:
            return Rehearsed()
        try:
            return rehearse(check, self._rehearsal, self.reference)
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            raise UserError(
                f"{self._assignment.reference} fails its own suite, so nothing is graded with it: "
                f"{check.promise}: {kind}{error}"
            ) from error

    def _blank(self, outcome: Outcome, message: str, detail: str = "") -> tuple[PartResult, ...]:
        """All parts, where no check could be run."""
        return _by_part(one_a_function((check, check.result(outcome, message, detail=detail)) for check in self.checks))


def _by_part(checks: list[CheckResult]) -> tuple[PartResult, ...]:
    names = dict.fromkeys(check.part for check in checks)
    return tuple(PartResult(name, tuple(check for check in checks if check.part == name)) for name in names)
