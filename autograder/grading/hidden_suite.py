"""The hidden suite of an assignment: rehearsed with the reference, and with misconceptions that explain failures."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.budget import MOST_HELD, MOST_HELD_OF_ONE
from autograder.grading.calls import CallEncoder, function_of
from autograder.grading.checks import Case, Check, Rehearsed
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.explaining.confirming import Asker, Evidence
from autograder.grading.explaining.explainer import Explainer
from autograder.grading.kept_rehearsal import KeptCases, KeptRehearsal
from autograder.grading.loading import load_file
from autograder.grading.misconception import misconceptions_of
from autograder.grading.playing import Played
from autograder.grading.soundness import (
    rehearsed_soundly,
    require_same_contracts,
    require_same_parts,
    require_sound_checks,
    require_sound_misconceptions,
)
from autograder.grading.subjects import Reference, Rehearsal
from autograder.grading.suite_session import SuiteSession
from autograder.results import CheckResult, Comparison, Explanation, Outcome


class HiddenSuite(SuiteSession):
    """The hidden suite, ready to judge submissions."""

    reference: Reference

    def __init__(
        self,
        assignment: Assignment,
        seed: str = "",
        kept: KeptRehearsal | None = None,
        fresh: KeptCases | None = None,
    ) -> None:
        """Collect the suite, and rehearse it with the reference.

        Args:
            assignment: whose suite it is.
            seed: of the course.
            kept: what is known of an earlier rehearsal; it learns what this one finds out.
            fresh: where cases are kept that explain failures.

        Raises:
            UserError: the suite cannot be collected, is empty, or the reference fails it; or its files do not fit
                together.
        """
        module = load_file(assignment.reference, f"contract_of_{assignment.name}")
        encoder = CallEncoder(contract_of(module))
        require_same_contracts(assignment, encoder.contract)
        known = {} if kept is None else kept.answers
        reference, rehearsal = Reference(module, encoder, known), Rehearsal(module, encoder, known)
        checks = collect_checks(assignment.private, assignment.course, seed)
        require_sound_checks(checks)
        drawn: dict[str, tuple[Case, ...]] = {}
        rehearsed = {check.identity: _rehearsed(check, rehearsal, reference, drawn, kept) for check in checks}
        _require_room(reference, rehearsed.values(), assignment)
        encoder.rehearsing = False
        if kept is not None:
            kept.answers.update(reference.replies)
        super().__init__(assignment, encoder, checks, rehearsed, reference, fresh)
        misconceptions = misconceptions_of(assignment)
        require_sound_misconceptions(assignment.misconceptions, misconceptions, self.parts, encoder.contract.functions)
        require_same_parts(assignment, self.parts)
        features = (
            load_file(assignment.features, f"features_of_{assignment.name}") if assignment.features.is_file() else None
        )
        self.explainer = Explainer(encoder, module, (reference, rehearsal), misconceptions, features, self.fresh)

    def _explained(self, played: Sequence[tuple[Check, Played]], asker: Asker) -> list[tuple[Check, CheckResult]]:
        """The results, each failure with what is behind it."""
        evidence = [
            Evidence(
                check,
                self.rehearsed[check.identity],
                attempt.result.outcome is Outcome.PASSED,
                attempt.answers,
                attempt.failed.answers if attempt.failed else (),
                attempt.unsteady,
            )
            for check, attempt in played
        ]
        broke = ""
        explanations: list[Explanation | None] = [None] * len(played)
        compared: list[Comparison | None] = [None] * len(played)
        try:
            explanations = self.explainer.explain(evidence, asker)
            compared = [self._compared(attempt) for _, attempt in played]
        except Exception:  # the marks are certain all the same
            broke = traceback.format_exc()
        return [
            (
                check,
                replace(
                    attempt.result,
                    explanation=explanation,
                    comparison=comparison,
                    detail=attempt.result.detail or (broke if attempt.result.outcome is Outcome.FAILED else ""),
                ),
            )
            for (check, attempt), explanation, comparison in zip(played, explanations, compared, strict=True)
        ]

    def _compared(self, attempt: Played) -> Comparison | None:
        return attempt.failed and self.explainer.compared(attempt.failed, attempt.answers)

    def draw_fresh_cases(self) -> None:
        """Draw all cases that may ever explain a failure, so that they are kept."""
        for check in self.checks:
            if not check.long_calls:
                self.fresh.of(check)
                self.fresh.by_size(check)

    @property
    def rehearsed_calls(self) -> list[bytes]:
        """The calls that the whole suite makes of a right submission, as they are sent."""
        return [call.data for rehearsed in self.rehearsed.values() for call in rehearsed.calls]


def _require_room(reference: Reference, rehearsed: Iterable[Rehearsed], assignment: Assignment) -> None:
    """Refuse a suite to which right answers take more memory than a submission may."""
    held: Counter[str] = Counter()
    for call in (call for check in rehearsed for call in check.calls):
        held[function_of(call.data)] += reference.held(call.data)
    sums = [(f"of {function}", size, MOST_HELD_OF_ONE) for function, size in held.items()]
    for whose, size, most in [*sums, ("of all functions", held.total(), MOST_HELD)]:
        if size > most:
            raise UserError(
                f"{assignment.private}: right answers {whose} take {size >> 20} MB in all, and may take {most >> 20}; "
                "ask for fewer or smaller ones"
            )


def _rehearsed(
    check: Check,
    rehearsal: Rehearsal,
    reference: Reference,
    drawn: dict[str, tuple[Case, ...]],
    kept: KeptRehearsal | None,
) -> Rehearsed:
    known = drawn.get(check.family)
    if known is None and kept is not None:
        known = kept.cases(check.family)
    rehearsed = rehearsed_soundly(check, rehearsal, reference, known)
    if kept is not None and known is None and check.draws:
        kept.keep_cases(check.family, rehearsed.cases)
    drawn[check.family] = rehearsed.cases
    return rehearsed
