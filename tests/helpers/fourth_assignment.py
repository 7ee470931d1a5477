"""A fourth assignment of plain functions: two folders of files, as an author would add them to the course."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "standard_scores"

HANDOUT: Final = """# 4. Standard scores

Features on different scales are hard to compare, and slow to learn from. You write four functions that bring numbers to
mean 0 and spread 1, and back again.

## The mathematics

The mean of n numbers is their sum divided by n.

<!-- parts: mean -->

The spread is the square root of the mean squared distance from the mean.

<!-- parts: spread -->

A standard score is the distance from the mean in spreads.

<!-- parts: scores restored -->

## What you write

`standard_scores.py` with these names.

    def mean(values): ...               # the sum divided by the number
    def spread(values): ...             # divided by n, not by n - 1
    def scores(values): ...             # ValueError: all values are equal, or there are none
    def restored(scores, mean, spread): ...

<!-- parts: bad_input -->

## Marks

| part | marks | what it looks at |
| --- | --- | --- |
| mean | 20 | `mean` |
| spread | 25 | `spread` |
| scores | 30 | `scores` |
| restored | 15 | `restored` |
| bad_input | 10 | the `ValueError`s of `scores` |

## Check at home

    autograder check standard_scores.py

## Questions

1. What are the standard scores of standard scores?
"""

CONTRACT: Final = '''"""What the functions of standard_scores take and return: the public checks read answers by it."""


def mean(values: list[float]) -> float: ...


def spread(values: list[float]) -> float: ...


def scores(values: list[float]) -> list[float]: ...


def restored(scores: list[float], mean: float, spread: float) -> list[float]: ...
'''

STUB: Final = '''"""Bring numbers to mean 0 and spread 1, and back again.

The handout is README.md beside this file. Keep the names and signatures; everything else is yours.
"""


def mean(values: list[float]) -> float:
    """Return the mean of the values.

    >>> mean([1.0, 2.0, 6.0])
    3.0
    """
    raise NotImplementedError("TODO: return the mean of the values.")


def spread(values: list[float]) -> float:
    """Return the square root of the mean squared distance from the mean.

    >>> spread([1.0, 3.0])
    1.0
    """
    raise NotImplementedError("TODO: return the spread of the values.")


def scores(values: list[float]) -> list[float]:
    """Return the standard score of each value.

    Raises:
        ValueError: all values are equal, or there are none.

    >>> scores([1.0, 3.0])
    [-1.0, 1.0]
    """
    raise NotImplementedError("TODO: return the standard score of each value.")


def restored(scores: list[float], mean: float, spread: float) -> list[float]:
    """Return the values that have these standard scores.

    >>> restored([-1.0, 1.0], mean=2.0, spread=1.0)
    [1.0, 3.0]
    """
    raise NotImplementedError("TODO: return the values that have these standard scores.")
'''

CHECKS: Final = '''"""Public checks of `standard_scores`: a first look, without marks."""

from typing import Any, Final

from autograder.suite import assert_close, assert_raises, part

BEYOND: Final[dict[str, str]] = {
    "mean": "negative numbers",
    "spread": "negative numbers",
    "scores": "other numbers of values",
    "restored": "other means and spreads",
    "bad_input": "equal values",
}


@part("mean")
def test_finds_the_mean(submission: Any) -> None:
    """finds the mean of three numbers"""
    assert_close(submission.mean([1.0, 2.0, 6.0]), 3.0, "the mean")


@part("spread")
def test_finds_the_spread(submission: Any) -> None:
    """finds the spread of two numbers"""
    assert_close(submission.spread([1.0, 3.0]), 1.0, "the spread")


@part("scores")
def test_finds_the_scores(submission: Any) -> None:
    """finds the standard scores of two numbers"""
    assert_close(submission.scores([1.0, 3.0]), [-1.0, 1.0], "the scores")


@part("restored")
def test_restores_the_values(submission: Any) -> None:
    """finds two numbers from their standard scores"""
    assert_close(submission.restored([-1.0, 1.0], 2.0, 1.0), [1.0, 3.0], "the values")


@part("bad_input")
def test_refuses_no_values(submission: Any) -> None:
    """raises ValueError where there are no values"""
    assert_raises(ValueError, submission.scores, [])
'''

REFERENCE: Final = '''"""The reference of standard_scores."""


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def spread(values: list[float]) -> float:
    middle = mean(values)
    return float((sum((value - middle) ** 2 for value in values) / len(values)) ** 0.5)


def scores(values: list[float]) -> list[float]:
    if len(set(values)) < 2:
        raise ValueError("the values do not differ")
    middle, scale = mean(values), spread(values)
    return [(value - middle) / scale for value in values]


def restored(scores: list[float], mean: float, spread: float) -> list[float]:
    return [mean + spread * score for score in scores]
'''

STRATEGIES: Final = '''"""What the hidden suite draws."""

from hypothesis import strategies as st

NUMBERS = st.integers(-100, 100).map(float)
VALUES = st.lists(NUMBERS, min_size=2, max_size=6, unique=True)
'''

SUITE: Final = '''"""The hidden suite of standard_scores."""

from typing import Any

from hypothesis import given

from autograder.suite import assert_close, assert_raises, part

from . import strategies


@part("mean", marks=20)
@given(values=strategies.VALUES)
def test_mean(submission: Any, reference: Any, values: list[float]) -> None:
    """finds the mean of any numbers"""
    assert_close(submission.mean(values), reference.mean(values), "the mean", rtol=1e-9, atol=1e-9)


@part("spread", marks=25)
@given(values=strategies.VALUES)
def test_spread(submission: Any, reference: Any, values: list[float]) -> None:
    """finds the spread of any numbers"""
    assert_close(submission.spread(values), reference.spread(values), "the spread", rtol=1e-9)


@part("scores", marks=30)
@given(values=strategies.VALUES)
def test_scores(submission: Any, reference: Any, values: list[float]) -> None:
    """finds the standard scores of any numbers"""
    assert_close(submission.scores(values), reference.scores(values), "the scores", rtol=1e-9, atol=1e-9)


@part("restored", marks=15)
@given(values=strategies.VALUES, middle=strategies.NUMBERS)
def test_restored(submission: Any, reference: Any, values: list[float], middle: float) -> None:
    """finds the values that have any standard scores"""
    expected = reference.restored(values, middle, 2.0)
    assert_close(submission.restored(values, middle, 2.0), expected, "the values", rtol=1e-9, atol=1e-9)


@part("bad_input", marks=10)
def test_bad_input(submission: Any) -> None:
    """raises ValueError where all values are equal, and where there are none"""
    assert_raises(ValueError, submission.scores, [2.0, 2.0])
    assert_raises(ValueError, submission.scores, [])
'''

MISCONCEPTIONS: Final = '''"""Mistakes that many make in standard_scores."""

from autograder.misconceptions import misconception


@misconception("spread", part="spread", hint="It looks as if it were divided by n - 1. Look at the mathematics again.")
def spread_of_a_sample(values: list[float]) -> float:
    middle = sum(values) / len(values)
    return float((sum((value - middle) ** 2 for value in values) / (len(values) - 1)) ** 0.5)
'''

FILES: Final = {
    f"assignments/{NAME}/README.md": HANDOUT,
    f"assignments/{NAME}/contract.py": CONTRACT,
    f"assignments/{NAME}/{NAME}.py": STUB,
    f"assignments/{NAME}/checks.py": CHECKS,
    f"solutions/{NAME}/__init__.py": '"""The hidden half of standard_scores."""\n',
    f"solutions/{NAME}/{NAME}.py": REFERENCE,
    f"solutions/{NAME}/strategies.py": STRATEGIES,
    f"solutions/{NAME}/test_{NAME}.py": SUITE,
    f"solutions/{NAME}/misconceptions.py": MISCONCEPTIONS,
}


def add_fourth_assignment(course: Path) -> None:
    """Put the files into a course, or make one of them."""
    for place, text in FILES.items():
        (course / place).parent.mkdir(parents=True, exist_ok=True)
        (course / place).write_text(text, encoding="utf-8")
