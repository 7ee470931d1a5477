"""Assertions about values: how close they are, and of what size."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.grading.failures import NotClose, WrongShape
from autograder.grading.margins import note_ratios
from autograder.suite.showing import as_array, digits_that_differ, is_small, rounded, shape_in_words, shown


def assert_close(actual: Any, expected: Any, what: str, *, rtol: float = 0.0, atol: float = 0.0) -> None:
    """Assert that two tensors, arrays, lists or numbers agree, entry by entry in float64.

    Entries agree where |actual - expected| <= atol + rtol * |expected|, where both are the same infinity, or both NaN.

    Args:
        actual: what was returned, of any shape.
        expected: what should have been returned, of the same shape.
        what: its name in the assignment's words, such as "the loss of epoch 2".
        rtol: relative tolerance.
        atol: absolute tolerance.

    Raises:
        AssertionError: shapes or entries differ, or `actual` is None; the message says which, first shapes, then the
            worst entry.
    """
    if actual is None:
        raise AssertionError(f"{what} is None, expected {shown(expected)}")
    got, want = as_array(actual), as_array(expected)
    if got.shape != want.shape:
        raise WrongShape(_other_shape(got, want.shape, what), what, got, want)
    with np.errstate(invalid="ignore", over="ignore"):
        off, allowed = np.abs(got - want), atol + rtol * np.abs(want)
        close = np.isfinite(want) & (off <= allowed)
    equal = (got == want) | (np.isnan(got) & np.isnan(want))
    close |= equal
    note_ratios(off, allowed, equal)
    if not close.all():
        raise NotClose(_difference(got, want, close, what, rtol, atol), what, got, want)


def agrees(actual: Any, expected: Any, *, rtol: float = 0.0, atol: float = 0.0) -> bool:
    """Whether `assert_close` would pass, and `expected` is finite.

    What is expected may come from the submission itself: without this, two answers full of NaN would agree.
    """
    with suppress(AssertionError):
        assert_close(actual, expected, "", rtol=rtol, atol=atol)
        return is_finite(expected)
    return False


def assert_one_of(actual: Any, answers: Sequence[Any], what: str, *, rtol: float = 0.0, atol: float = 0.0) -> None:
    """Assert that `actual` agrees with one of several right answers.

    Args:
        actual: what was returned.
        answers: the right ones, finite; where none of them fits, the message compares with the first.
        what: its name in the assignment's words.
        rtol: relative tolerance.
        atol: absolute tolerance.
    """
    if not any(agrees(actual, answer, rtol=rtol, atol=atol) for answer in answers[1:]):
        assert_close(actual, answers[0], what, rtol=rtol, atol=atol)


def assert_equal(actual: Any, expected: Any, what: str, why: str = "") -> None:
    """Assert that two strings, bools, ints, or lists of such are equal.

    Args:
        actual: what was returned.
        expected: what should have been returned.
        what: its name in the assignment's words, such as "kind".
        why: the reason for what is expected, in the assignment's words.
    """
    if actual != expected:
        reason = f": {why}" if why else ""
        raise AssertionError(f"{what} should be {shown(expected)}, got {shown(actual)}{reason}")


def is_finite(value: Any) -> bool:
    """Whether all entries are finite."""
    return bool(np.isfinite(as_array(value)).all())


def assert_finite(value: Any, what: str) -> None:
    """Assert that all entries are finite."""
    if not is_finite(value):
        raise AssertionError(f"{what} should be finite, got {shown(value)}")


def assert_shape(value: Any, shape: Sequence[int], what: str) -> None:
    """Assert that an array, a tensor or a list has this shape, whatever its entries are."""
    if value is None:
        raise AssertionError(f"{what} is None, expected {shape_in_words(tuple(shape))}")
    actual = as_array(value).shape
    if actual != tuple(shape):
        raise AssertionError(_other_shape(as_array(value), shape, what))


def _other_shape(value: np.ndarray, shape: Sequence[int], what: str) -> str:
    return f"{what} has {shape_in_words(value.shape)}, expected {shape_in_words(tuple(shape))}"


def assert_size(value: Any, size: int, what: str, why: str = "") -> None:
    """Assert that a list has this length, or that an array or tensor has so many entries in whatever shape.

    Args:
        value: what was returned.
        size: what its length, or the number of its entries, should be.
        what: its name in the assignment's words.
        why: the reason for what is expected, in the assignment's words.
    """
    count = len(value) if isinstance(value, list | tuple) else as_array(value).size
    if count != size:
        reason = f": {why}" if why else ""
        raise AssertionError(f"{what} has {count} {'entry' if count == 1 else 'entries'}, expected {size}{reason}")


def _difference(got: np.ndarray, want: np.ndarray, close: np.ndarray, what: str, rtol: float, atol: float) -> str:
    """The entry that is furthest off, and all of them where they are few."""
    with np.errstate(invalid="ignore", over="ignore"):
        off = np.where(close, -1.0, np.nan_to_num(np.abs(got - want), nan=np.inf, posinf=np.inf))
    worst = np.unravel_index(int(np.argmax(off)), off.shape)
    allowed = atol + rtol * abs(float(want[worst]))
    tolerance = f" (allowed difference {allowed:.2g})" if allowed else ""
    digits = digits_that_differ(float(got[worst]), float(want[worst]))
    entry, other = rounded(got[worst], digits), rounded(want[worst], digits)
    if got.ndim == 0:
        return f"{what} is {entry}, expected {other}{tolerance}"
    place = ", ".join(str(int(index)) for index in worst)
    text = f"{what} has {entry} at [{place}], expected {other}{tolerance}"
    if got.size > 1 and is_small(got):
        text += f"\ngot: {rounded(got, digits)}\nexpected: {rounded(want, digits)}"
    return text
