"""The hidden suite of an assignment: rehearsed with the reference, and with misconceptions that explain failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, Rehearsed, rehearse
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.explaining.confirming import Evidence
from autograder.grading.explaining.explainer import Explainer
from autograder.grading.misconception import misconceptions_of
from autograder.grading.playing import Played
from autograder.grading.searching import Searches
from autograder.grading.subjects import Reference, Rehearsal, load_file
from autograder.grading.suite_session import SuiteSession
from autograder.results import CheckResult, Outcome


class HiddenSuite(SuiteSession):
    """The hidden suite, ready to judge submissions."""

    reference: Reference

    def __init__(self, assignment: Assignment) -> None:
        """Collect the suite, and rehearse it with the reference.

        Raises:
            UserError: the suite cannot be collected, is empty, or the reference fails it.
        """
        module = load_file(assignment.reference, f"contract_of_{assignment.name}")
        encoder = CallEncoder(contract_of(module))
        reference, rehearsal = Reference(module, encoder), Rehearsal(module, encoder)
        checks = collect_checks(assignment.private, assignment.course)
        rehearsed = {check.identity: _rehearsed(check, rehearsal, reference, assignment) for check in checks}
        encoder.rehearsing = False
        super().__init__(assignment, encoder, checks, rehearsed, reference)
        features = (
            load_file(assignment.features, f"features_of_{assignment.name}") if assignment.features.is_file() else None
        )
        self.explainer = Explainer(encoder, module, (reference, rehearsal), misconceptions_of(assignment), features)

    def _explained(self, played: Sequence[tuple[Check, Played]], searches: Searches) -> list[tuple[Check, CheckResult]]:
        """The results, each failure with what is behind it."""
        evidence = [
            Evidence(check, self.rehearsed[check.identity], attempt.result.outcome is Outcome.PASSED, attempt.answers)
            for check, attempt in played
        ]
        return [
            (check, replace(attempt.result, explanation=explanation))
            for (check, attempt), explanation in zip(played, self.explainer.explain(evidence, searches), strict=True)
        ]

    @property
    def rehearsed_calls(self) -> list[bytes]:
        """The calls that the whole suite makes of a right submission, as they are sent."""
        return [call.data for rehearsed in self.rehearsed.values() for call in rehearsed.calls]


def _rehearsed(check: Check, rehearsal: Rehearsal, reference: Reference, assignment: Assignment) -> Rehearsed:
    try:
        return rehearse(check, rehearsal, reference)
    except Exception as error:
        kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        raise UserError(
            f"{assignment.reference} fails its own suite, so nothing is graded with it: {check.promise}: {kind}{error}"
        ) from error
