"""A suite in this process: collected once, then run against one submission after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from autograder.course import Assignment
from autograder.grading.answers import NOTHING_ASKED, Asked, WorkerAnswers
from autograder.grading.budget import GradingBudget, Limits
from autograder.grading.calls import CallEncoder, pasteable
from autograder.grading.checks import Check, Rehearsed, first_failure_per_function, shown_ones
from autograder.grading.explaining.confirming import Asker
from autograder.grading.explaining.fresh import FreshCases, Kept
from autograder.grading.link import Link
from autograder.grading.margins import Margin
from autograder.grading.passed_before import PassedBefore
from autograder.grading.playing import Played, Subjects, margin_of, play
from autograder.grading.searching import Searches
from autograder.grading.subjects import Reference
from autograder.grading.submission import Submission
from autograder.grading.tasks import Graded
from autograder.intake.records import Source
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing
from autograder.sandbox import Worker


class GradingMode(NamedTuple):
    """How submissions are graded; the marks do not depend on it."""

    shrink: bool = True  # look for small counterexamples
    explain: bool = True  # look for what is behind a failure
    measure: bool = False  # how close comparisons come to their tolerances


FOR_STUDENTS: Final = GradingMode()


class _Grading:
    """Asking the calls of the checks of one submission, and judging the answers."""

    def __init__(self, link: Link, budget: GradingBudget, passed: PassedBefore) -> None:
        self.answers = WorkerAnswers(link, budget)
        self._link = link
        self._budget = budget
        self._passed = passed
        self._asked: dict[str, Asked] = {}

    def ask(self, check: Check, rehearsed: Rehearsed) -> None:
        """Make all calls of a check; where the worker was lost, a fresh one gets those that were not answered.

        Somebody else may have killed it, or the machine have been slow.
        """
        asked = self.answers.ask(rehearsed.calls)
        if asked.crashed or (asked.hung and self._budget.grant_second_try()):
            self._link.close()
            asked = self.answers.ask(rehearsed.calls, before=asked)
        self._asked[check.identity] = asked

    def judge(self, check: Check, rehearsed: Rehearsed, subjects: Subjects) -> Played:
        """Play a check with the answers to its calls; long ones are made only now, as far as the answers need them.

        A worker that is asked because of what was answered may tell from it that the answer was wrong. So it is a fresh
        one for each long check, and for all others together; and where it is lost, the answers that came stand.
        """
        if check.long_calls:
            self._link.close()
        asked, crashes = self._asked.get(check.identity, NOTHING_ASKED), self._link.crashes
        planned = rehearsed.calls if check.long_calls else ()
        self.answers.begin_check(planned, long_calls=check.long_calls, asked=asked)
        replied = self.answers.replied(rehearsed.calls)
        if self._passed.knows(check.identity, replied):
            return Played(check.result(Outcome.PASSED), asked.answers)
        played = play(check, rehearsed, subjects)
        if self._link.crashes > crashes or (self._budget.hung and self._budget.grant_second_try()):
            self.answers.begin_check(planned, long_calls=check.long_calls, asked=self.answers.answered)
            played = play(check, rehearsed, subjects)
        # Nothing was asked beyond, and every reply could be read: an attempt is handed on with all its answers.
        if played.result.outcome is Outcome.PASSED and self.answers.count == len(rehearsed.calls) == len(
            played.answers
        ):
            self._passed.note(check.identity, replied)
        return played


class SuiteSession:
    """The checks of an assignment, ready to judge submissions."""

    def __init__(
        self,
        assignment: Assignment,
        encoder: CallEncoder,
        checks: Sequence[Check],
        rehearsed: Mapping[str, Rehearsed],
        reference: Reference | None,
        fresh: Kept | None = None,
    ) -> None:
        """Take a suite that is collected.

        Args:
            assignment: whose suite it is.
            encoder: of the contract.
            checks: in the order of the suite.
            rehearsed: what each check calls, by its identity.
            reference: what checks compare with; None for public checks, which know no solution.
            fresh: where fresh cases are kept; None for nowhere.
        """
        self.assignment = assignment
        self.checks = tuple(checks)
        self.rehearsed = rehearsed
        self.reference = reference
        self.encoder = encoder
        self.fresh = FreshCases(rehearsed.values(), fresh)
        self._passed = PassedBefore()

    def grade(
        self, source: Source, spawn: Callable[[], Worker], limits: Limits, mode: GradingMode = FOR_STUDENTS
    ) -> Graded:
        """Run all checks against one submission.

        All calls are made before any answer is judged, but for long ones: no worker can learn from what it is asked
        that an answer was wrong, and make another guess.
        """
        start = time.monotonic()
        if self.reference is not None:
            self.reference.make_room()
        link = Link(source, spawn, limits, self.encoder.contract.functions)
        budget = GradingBudget(limits, link.clock)
        grading = _Grading(link, budget, self._passed)
        played: dict[str, Played] = {}
        margins: list[tuple[str, Margin]] = []
        try:
            for check in self.checks:
                if not check.long_calls:
                    grading.ask(check, self.rehearsed[check.identity])
            link.close()
            # Long ones last: whoever hangs there has lost no time for the others.
            for check in sorted(self.checks, key=lambda check: check.long_calls):
                subjects = Subjects(self.encoder, grading.answers, self.reference)
                played[check.identity] = grading.judge(check, self.rehearsed[check.identity], subjects)
                if mode.measure:
                    margins.append((check.identity, self._margin(check, subjects)))
        finally:
            link.close()
        searches = Searches(
            (self.encoder, self.reference, self.fresh), source, spawn, limits, link.allowance, budget.hung_functions
        )
        try:
            if mode.shrink:
                self._search(searches, played)
            attempts = [(check, played[check.identity]) for check in self.checks]
            explained = (
                self._explained(attempts, searches)
                if mode.explain
                else [(check, attempt.result) for check, attempt in attempts]
            )
        finally:
            searches.link.close()
        results = [(check, with_imports(result, source)) for check, result in explained]
        timing = Timing(
            time.monotonic() - start,
            link.clock.seconds + searches.link.clock.seconds,
            link.cpu_seconds + searches.link.cpu_seconds,
            link.calls_answered + searches.link.calls_answered,
            link.workers + searches.link.workers,
        )
        result = self._result(results, (*source.notes, *link.notes))
        return Graded(result, timing, tuple(margins))

    def _margin(self, check: Check, subjects: Subjects) -> Margin:
        submission = Submission(subjects.encoder, subjects.answers)
        return margin_of(check, self.rehearsed[check.identity], submission, subjects.reference)

    def _search(self, searches: Searches, played: dict[str, Played]) -> None:
        """Put the smallest counterexamples into what failed and is shown."""
        shown = shown_ones([(check, played[check.identity].result.outcome) for check in self.checks])
        for check in self.checks:
            if check.identity in shown:
                played[check.identity] = searches.explained(check, played[check.identity])

    def _explained(self, played: Sequence[tuple[Check, Played]], asker: Asker) -> list[tuple[Check, CheckResult]]:
        """The results, each failure with its explanation where there is one."""
        return [(check, attempt.result) for check, attempt in played]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in order."""
        return tuple(dict.fromkeys(check.part for check in self.checks))

    @cached_property
    def blank(self) -> AssignmentResult:
        """Its parts and checks before anything is graded."""
        return self._result([(check, check.result(Outcome.NOT_REACHED)) for check in self.checks], ())

    def without_submission(self, reason: str) -> AssignmentResult:
        """The result of a student who handed in nothing gradable."""
        return self.blank.without_work(reason)

    def broken(self, detail: str) -> AssignmentResult:
        """The result where grading itself failed, through no fault of the student: no mark at all."""
        return self.blank.undecided_because(detail)

    def _result(self, results: Sequence[tuple[Check, CheckResult]], notes: tuple[str, ...]) -> AssignmentResult:
        return AssignmentResult(self.assignment.name, by_part(first_failure_per_function(results)), notes)


def with_imports(result: CheckResult, source: Source | None) -> CheckResult:
    """The result with a counterexample that can be pasted; see `pasteable`."""
    return replace(result, counterexample=pasteable(result.counterexample, source))


def by_part(checks: Sequence[CheckResult]) -> tuple[PartResult, ...]:
    """The checks' results, put together by part."""
    names = dict.fromkeys(check.part for check in checks)
    return tuple(PartResult(name, tuple(check for check in checks if check.part == name)) for name in names)
