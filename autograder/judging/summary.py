"""Verdicts summed up: one line per assignment, and how far right and wrong work is from every tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from autograder.grading.checks import Check
from autograder.grading.hidden_suite import HiddenSuite
from autograder.judging.verdicts import Verdict


def summary_line(verdicts: Sequence[Verdict]) -> str:
    """How many submissions of each kind got what they must, for one assignment."""
    by_kind = {
        kind: [verdict for verdict in verdicts if verdict.kind == kind]
        for kind in ("right", "wrong", "half", "misconception")
    }
    right, wrong, half, models = by_kind.values()
    caught = [verdict for verdict in (*wrong, *models) if not verdict.missed]
    paid = [verdict for verdict in half if not verdict.missed and not verdict.collateral]
    return ", ".join(
        (
            f"right {sum(not verdict.lost for verdict in right)} of {len(right)}",
            f"wrong caught {len(caught)} of {len(wrong) + len(models)} in their part",
            f"collateral {sum(bool(verdict.collateral) for verdict in verdicts)}",
            f"half-finished {len(paid)} of {len(half)}",
            f"diagnosed correctly {sum(bool(verdict.named & verdict.may_name) for verdict in verdicts)}",
            f"wrongly {sum(bool(verdict.wrongly_named) for verdict in verdicts)}",
        )
    )


class Explained(NamedTuple):
    """How many of the wrong submissions that lose marks are told what is behind it; of some in several ways."""

    wrong: int
    explained: int
    by_misconception: int
    by_relation: int
    by_boundary: int
    rightly: int
    wrongly: int
    unread: int  # nobody has said whether it is right

    def __str__(self) -> str:
        kinds = f"{self.by_misconception} by a misconception, {self.by_relation} by a relation"
        return (
            f"explained {self.explained} of {self.wrong} wrong ({kinds}, {self.by_boundary} by a boundary), "
            f"rightly {self.rightly}, wrongly {self.wrongly}, read by nobody {self.unread}"
        )


def explanations(verdicts: Sequence[Verdict]) -> Explained:
    """How many of the wrong submissions are told what is behind it, in which way, and whether that is right."""
    wrong = [verdict for verdict in verdicts if verdict.kind == "wrong" and verdict.lost]
    explained = [verdict for verdict in wrong if verdict.explanations]
    kinds = [{one.kind for one in verdict.explanations} for verdict in explained]
    return Explained(
        len(wrong),
        len(explained),
        by_misconception=sum("misconception" in told for told in kinds),
        by_relation=sum("relation" in told for told in kinds),
        by_boundary=sum("boundary" in told for told in kinds),
        rightly=sum(verdict.rightly_explained for verdict in explained),
        wrongly=sum(bool(verdict.wrongly_explained) for verdict in explained),
        unread=sum(not verdict.judged for verdict in explained),
    )


def closest_right(session: HiddenSuite, verdicts: Sequence[Verdict]) -> Iterator[tuple[Check, float, str]]:
    """For every check that compares numbers, the largest error of right work, in tolerances, and whose it is."""
    for check in session.checks:
        ratios = [
            (margin.held, verdict.name)
            for verdict in verdicts
            if verdict.kind == "right"
            for identity, margin in verdict.margins
            if identity == check.identity
        ]
        largest, name = max(ratios, default=(0.0, ""))
        if largest:
            yield check, largest, name


def weakest_catch(session: HiddenSuite, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, float, str]]:
    """For every part, the mistake that is caught by the smallest error, in tolerances.

    What counts is the check that sees it best; one that fails for another reason than numbers sees it infinitely well.
    """
    for part in session.parts:
        caught = [
            (strength, verdict.name)
            for verdict in verdicts
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
