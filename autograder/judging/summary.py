"""What many verdicts come to: one line an assignment, and how far right and wrong are from every tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from autograder.grading.checks import Check
from autograder.grading.hidden_suite import HiddenSuite
from autograder.judging.verdicts import Verdict


def summary_line(found: Sequence[Verdict]) -> str:
    """Right N of N, wrong caught N of N in their part, ... for one assignment."""
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in ("right", "wrong", "half", "misconception")}
    right, wrong, half, models = by_kind.values()
    caught = [one for one in (*wrong, *models) if not one.missed]
    whole = [one for one in half if not one.missed and not one.collateral]
    return ", ".join(
        (
            f"right {sum(not one.lost for one in right)} of {len(right)}",
            f"wrong caught {len(caught)} of {len(wrong) + len(models)} in their part",
            f"collateral {sum(bool(one.collateral) for one in found)}",
            f"half-finished {len(whole)} of {len(half)}",
            f"diagnosed rightly {sum(bool(one.said & one.may_say) for one in found)}",
            f"wrongly {sum(bool(one.wrongly_said) for one in found)}",
        )
    )


def closest_right(session: HiddenSuite, found: Sequence[Verdict]) -> Iterator[tuple[Check, float, str]]:
    """For every check that compares numbers the largest difference of right work, in tolerances, and whose it is."""
    for check in session.checks:
        ratios = [
            (margin.held, verdict.name)
            for verdict in found
            if verdict.kind == "right"
            for identity, margin in verdict.margins
            if identity == check.identity
        ]
        largest, name = max(ratios, default=(0.0, ""))
        if largest:
            yield check, largest, name


def weakest_catch(session: HiddenSuite, found: Sequence[Verdict]) -> Iterator[tuple[str, float, str]]:
    """For every part the mistake that is caught with the smallest difference, in tolerances.

    What counts is the check that sees it best; one that fails otherwise than by numbers sees it infinitely well.
    """
    for part in session.parts:
        caught = [
            (strength, verdict.name)
            for verdict in found
            if verdict.kind in ("wrong", "misconception") and part in verdict.must_lose & verdict.lost
            for strength in [_strength(session, verdict, part)]
        ]
        if caught:
            yield part, *min(caught)


def _strength(session: HiddenSuite, verdict: Verdict, part: str) -> float:
    of_part = {check.identity for check in session.checks if check.part == part}
    return max(
        margin.failed or math.inf for identity, margin in verdict.margins if identity in of_part and margin.failures
    )
