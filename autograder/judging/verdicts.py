"""What a suite makes of a test submission or of a misconception, compared with what it should make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from autograder.grading.checks import Check
from autograder.grading.explaining.diagnosis import Diagnosis, Trial
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.margins import Margin
from autograder.grading.misconception import Misconception
from autograder.grading.playing import margin_of
from autograder.grading.subjects import Reference
from autograder.grading.tasks import Graded
from autograder.judging.expectations import TestSubmission
from autograder.results import Explanation, Outcome

_ALL: Final = slice(None)


@dataclass(frozen=True)
class Verdict:
    """What came of one test submission, or of one way of a misconception."""

    kind: str  # "right", "wrong", "half" or "misconception"
    name: str
    must_lose: frozenset[str]
    may_lose: frozenset[str]
    may_name: frozenset[str]
    lost: frozenset[str]
    named: frozenset[str]  # the misconceptions that were named
    margins: tuple[tuple[str, Margin], ...]
    reasons: tuple[str, ...] = ()  # why it lost what it lost
    explanations: tuple[Explanation, ...] = ()  # different ones, of the checks that it failed
    wrongly_explained: tuple[Explanation, ...] = ()  # those that are not among the right ones
    judged: bool = False  # whether somebody has said which are right
    failed: frozenset[str] = frozenset()  # the names of the checks that it failed

    @property
    def missed(self) -> frozenset[str]:
        """The parts that it should have lost and did not."""
        return self.must_lose - self.lost

    @property
    def collateral(self) -> frozenset[str]:
        """The parts that it should not have lost and did."""
        return self.lost - self.must_lose - self.may_lose

    @property
    def wrongly_named(self) -> frozenset[str]:
        """The misconceptions that should not have been named."""
        return self.named - self.may_name

    @property
    def rightly_explained(self) -> bool:
        """Whether it has explanations, and all of them are right."""
        return self.judged and bool(self.explanations) and not self.wrongly_explained

    def complaints(self) -> Iterator[str]:
        """What is not as it should be, line by line."""
        who = f"{self.kind}/{self.name}"
        if self.missed:
            yield f"{who} should lose {', '.join(sorted(self.missed))}, and does not"
        if self.collateral:
            yield f"{who} should not lose {', '.join(sorted(self.collateral))}:"
            yield from (f"    {reason}" for reason in self.reasons if reason.split(":")[0] in self.collateral)
        if self.wrongly_named:
            yield f"{who} is told that it looks like {', '.join(sorted(self.wrongly_named))}"
        for one in self.wrongly_explained:
            yield f"{who} gets an explanation ({one.kind}) that is not among the right ones: {one.text}"


def verdict_on(submission: TestSubmission, graded: Graded, hints: dict[str, str]) -> Verdict:
    """The verdict on a graded test submission.

    Args:
        submission: what was graded, and what it should get.
        graded: what it got.
        hints: the names of the misconceptions by their hints.
    """
    failed = [check for check in graded.result.checks if check.outcome is not Outcome.PASSED]
    lost = frozenset(check.part for check in failed)
    if submission.kind == "half":  # what is not written has to earn nothing at all
        lost -= {part.name for part in graded.result.parts if part.score and part.name in submission.must_lose}
    explanations = tuple(dict.fromkeys(check.explanation for check in failed if check.explanation))
    named = {one: hints[one.text] for one in explanations if one.kind == "misconception"}
    wrongly = tuple(one for one in explanations if not _is_right(one, named.get(one, ""), submission))
    may_name = submission.may_name | {name for one, name in named.items() if one not in wrongly}
    judged = bool(submission.may_explain)
    return Verdict(
        kind=submission.kind,
        name=submission.name,
        must_lose=submission.must_lose,
        may_lose=submission.may_lose,
        may_name=may_name,
        lost=lost,
        named=frozenset(named.values()),
        margins=graded.margins,
        reasons=tuple(f"{check.part}: {check.promise}: {check.message}" for check in failed),
        explanations=explanations,
        wrongly_explained=wrongly if judged else (),
        judged=judged,
        failed=frozenset(check.id for check in failed),
    )


def _is_right(explanation: Explanation, name: str, submission: TestSubmission) -> bool:
    """Whether an explanation is among those that the submission may get; `name` is that of a misconception."""
    allowed = (one.partition(": ") for one in submission.may_explain)
    return name in submission.may_name or any(
        kind == explanation.kind and words in explanation.text for kind, _, words in allowed
    )


def verdicts_on_misconceptions(session: HiddenSuite, some: slice = _ALL) -> Iterator[Verdict]:
    """The verdict on every misconception in each of its ways, or on some of these; they run in this process."""
    ways = [(wrong, model) for wrong, models in session.explainer.diagnosis.wrong.items() for model in models]
    yield from (_verdict_on_model(session, session.explainer.diagnosis, wrong, model) for wrong, model in ways[some])


def _verdict_on_model(session: HiddenSuite, diagnosis: Diagnosis, wrong: Misconception, model: Reference) -> Verdict:
    margins: list[tuple[str, Margin]] = []
    failed: list[Check] = []
    trials: list[Trial] = []
    for check in session.checks:
        rehearsed = session.rehearsed[check.identity]
        margin = margin_of(check, rehearsed, model, session.reference)
        margins.append((check.identity, margin))
        if margin.failures:
            failed.append(check)
        keys = () if check.long_calls else rehearsed.calls
        trials.append(Trial(check.part, not margin.failures, {key: model.answer(key.data) for key in keys}))
    named = {wrong_model.name for wrong_model in diagnosis.name(trials) if wrong_model}
    return Verdict(
        kind="misconception",
        name=wrong.name,
        must_lose=frozenset({wrong.part}),
        may_lose=frozenset(wrong.may_cost),
        may_name=frozenset({wrong.name}),
        lost=frozenset(check.part for check in failed),
        named=frozenset(named),
        margins=tuple(margins),
        reasons=tuple(f"{check.part}: {check.promise}" for check in failed),
    )
