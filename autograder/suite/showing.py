"""Values in messages: rounded for people, and cut where they are large."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from autograder.grading.failures import their_words

_DIGITS: Final = 6  # so that the last bits, which differ from machine to machine, do not show
_MOST_DIGITS: Final = 17  # with which no two floats look the same
_MOST_ENTRIES: Final = 12
_LONGEST: Final = 200


def shown(value: Any) -> str:
    """A value for a message: numbers are rounded, and what is large is only described."""
    if value is None or isinstance(value, bool | str):
        return their_words(repr(value))
    if hasattr(value, "_fields"):
        fields = (f"{name}={shown(entry)}" for name, entry in zip(value._fields, value, strict=True))
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, list | tuple):
        return _sequence(value)
    array = as_array(value)
    return rounded(array) if is_small(array) else f"an array of {shape_in_words(array.shape)}"


def _sequence(values: list[Any] | tuple[Any, ...]) -> str:
    text = ", ".join(shown(value) for value in values[: _MOST_ENTRIES + 1])
    if len(values) > _MOST_ENTRIES or len(text) >= _LONGEST:
        return f"a {type(values).__name__} of {len(values)}"
    return f"({text})" if isinstance(values, tuple) else f"[{text}]"


def as_array(value: Any) -> np.ndarray:
    """A number, list, array or tensor in float64."""
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return np.asarray(value, dtype=np.float64)


def is_small(array: np.ndarray) -> bool:
    """Whether a message has room for all of its entries."""
    return array.size <= _MOST_ENTRIES


def shape_in_words(shape: tuple[int, ...]) -> str:
    """The shape, or that there is only one number."""
    return f"shape {shape}" if shape else "no dimensions (a single number)"


def rounded(array: np.ndarray, digits: int = _DIGITS) -> str:
    """All entries, rounded."""
    if array.ndim:
        return "[" + ", ".join(rounded(row, digits) for row in array) + "]"
    return f"{float(array):.{digits}g}"


def digits_that_differ(one: float, other: float) -> int:
    """How many digits it takes to tell two numbers apart; never fewer than six."""
    enough = (digits for digits in range(_DIGITS, _MOST_DIGITS) if f"{one:.{digits}g}" != f"{other:.{digits}g}")
    return next(enough, _MOST_DIGITS)
