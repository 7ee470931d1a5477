"""The hidden suite of an assignment: rehearsed with the reference, and with misconceptions that explain failures."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.budget import MOST_HELD, MOST_HELD_OF_ONE
from autograder.grading.calls import CallEncoder, all_in, function_of
from autograder.grading.case_data import Case
from autograder.grading.checks import NOTHING_DRAWN, Check, Rehearsed
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

_MOST_WATCHED: Final = 1 << 14  # bytes


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
        checks = collect_checks(assignment.private, assignment.course, seed, left_out=assignment.submissions)
        require_sound_checks(checks)
        rehearsed = _rehearsed(assignment, checks, (rehearsal, reference), kept)
        encoder.rehearsing = False
        calls = (call.data for one in rehearsed.values() for call in one.calls)
        encoder.recognise(calls, ([check.parameters, rehearsed[check.identity].cases] for check in checks))
        if fresh is not None:
            fresh.suite_is_loaded()
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


def _rehearsed(
    assignment: Assignment, checks: Sequence[Check], subjects: tuple[Rehearsal, Reference], kept: KeptRehearsal | None
) -> dict[str, Rehearsed]:
    """What every check does with right work, by its identity; what is not kept is found out, and kept.

    Raises:
        UserError: a check is not sound, the reference fails it, or right answers take too much memory.
    """
    rehearsed: dict[str, Rehearsed] = {}
    drawn: dict[str, tuple[Case, ...] | None] = {}  # by family: its checks have the same objects
    found_out: list[Check] = []
    for subject in subjects:
        subject.parameters = [check.parameters for check in checks if _is_watched(check.parameters)]
    for check in checks:
        if check.family not in drawn:
            drawn[check.family] = _known_cases(check, kept)
        cases, calls = drawn[check.family], None if kept is None else kept.calls(check.identity)
        if cases is None or calls is None:
            rehearsed[check.identity] = rehearsed_soundly(check, *subjects, cases)
            drawn[check.family] = rehearsed[check.identity].cases
            found_out.append(check)
        else:
            rehearsed[check.identity] = Rehearsed(cases, calls)
    if found_out:
        _require_room(subjects[1], rehearsed.values(), assignment)
    if kept is not None:
        kept.answers.update(subjects[0].replies | subjects[1].replies)
        for family, cases in {check.family: drawn[check.family] for check in found_out if check.draws}.items():
            kept.keep_cases(family, cases or ())
        for check in found_out:
            kept.keep_calls(check.identity, rehearsed[check.identity].calls)
    return rehearsed


def _is_watched(parameters: Case) -> bool:
    """Whether they may change, and are small enough to be looked at in every call of every check; the check of which
    they are looks at them in any case.
    """
    values = [value for parameter in parameters.values() for value in all_in(parameter)]
    return bool(values) and sum(getattr(value, "nbytes", 0) for value in values) <= _MOST_WATCHED


def _known_cases(check: Check, kept: KeptRehearsal | None) -> tuple[Case, ...] | None:
    if not check.draws:
        return NOTHING_DRAWN
    return None if kept is None else kept.cases(check.family)


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
