"""A submission that guesses and crashes earns its marks no more often than one that guesses and does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import comb
from typing import Final

import pytest

from autograder.grading.budget import Limits
from autograder.grading.pool import Grader
from autograder.intake.records import Source
from autograder.sandbox import choose
from tests.helpers.attack_corpus import CORPUS
from tests.helpers.suites import suite_of

NAME: Final = "normal_equations"
GUESSING: Final = ("guesses", "guesses_and_crashes_when_wrong", "guesses_and_always_crashes")
HONEST: Final = 1 / 4  # how often a guess is right
LUCK: Final = 1e-3  # how seldom these tests may fail for those that are not better than that


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    choice = choose()
    with choice.zygote as zygote:
        yield Grader({NAME: suite_of(NAME)}, zygote, Limits())


def times_right(grader: Grader, attack: str, copies: int) -> int:
    """How many of so many copies earn what there is to earn by the guess, and that nothing in between is earned."""
    text = (CORPUS / "forging" / f"{attack}.py").read_text(encoding="utf-8")
    source = Source(NAME, f"{NAME}.py", ((f"{NAME}.py", text),))
    scores = Counter(grader.grade(source).result.parts[0].score for _ in range(copies))
    return scores[15]


def most_by_luck(copies: int) -> int:
    """So many or fewer are right by guessing alone, but for once in a thousand tests."""
    chances = [comb(copies, n) * HONEST**n * (1 - HONEST) ** (copies - n) for n in range(copies + 1)]
    return next(n for n in range(copies + 1) if sum(chances[n + 1 :]) < LUCK)


@pytest.mark.parametrize("attack", [GUESSING[1], pytest.param(GUESSING[2], marks=pytest.mark.long)])
def test_of_eight_copies_that_guess_and_crash_no_more_earn_marks_than_by_luck(grader: Grader, attack: str) -> None:
    assert times_right(grader, attack, 8) <= most_by_luck(8)


@pytest.mark.long
def test_of_forty_copies_that_guess_and_crash_no_more_earn_marks_than_of_those_that_guess(grader: Grader) -> None:
    right = {attack: times_right(grader, attack, 40) for attack in GUESSING}
    print(right)
    assert max(right.values()) <= most_by_luck(40), right
