"""Whether two answers, or parts of them, are equal up to rounding."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

import numpy as np

from autograder.grading.calls import CallKey, asked_by, function_of
from autograder.grading.contract import Contract
from autograder.grading.failures import BadAnswer, CheckFailed, StudentRaised
from autograder.grading.subjects import interpret
from autograder.worker import wire

# Two ways to compute the same wrong thing differ by rounding; two different mistakes by much more. float32 work keeps
# five digits over the few epochs of a check, float64 work ten.
FLOAT32_DIGITS: Final = 1e-4
FLOAT64_DIGITS: Final = 1e-8


UNREADABLE: Final = "unreadable"  # of what came back, and has the wrong type


class Seen(NamedTuple):
    """What can be compared of an answer."""

    how: str  # "returned", UNREADABLE, or the name of the exception raised
    value: Any = None  # what was returned, or why it cannot be read
    changed: frozenset[str] = frozenset()
    warned: bool = False
    random_state_changed: bool = False
    raised: frozenset[str] = frozenset()  # the names of the exception's class and of its bases
    watched: bool = False  # else nobody knows what it changed


def seen(contract: Contract, key: CallKey, answer: wire.Answer) -> Seen | None:
    """What an answer shows, None if there is nothing to compare."""
    name = function_of(key.data)
    with suppress(CheckFailed):
        try:
            observed = interpret(name, contract.functions[name], answer)
        except StudentRaised as raised:
            return Seen(raised.names[0] if raised.names else "", raised=frozenset(raised.names))
        try:
            value = observed.value
        except BadAnswer as error:
            return Seen(UNREADABLE, str(error))
        return Seen(
            "returned",
            value,
            frozenset(observed.changed),
            any(observed.warnings),
            observed.random_state_changed,
            watched=asked_by(key.data).watched,
        )
    return None


def alike(one: Any, other: Any) -> bool:
    """Whether two validated values are equal up to rounding."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if _are_numbers(one) and _are_numbers(other):
            return close(np.array(one), np.array(other), FLOAT32_DIGITS)
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return close(one, other, FLOAT64_DIGITS)
    if hasattr(one, "detach") and hasattr(other, "detach"):
        return close(one.double().numpy(), other.double().numpy(), FLOAT32_DIGITS)
    if type(one) is float and type(other) is float:
        return close(np.array(one), np.array(other), FLOAT32_DIGITS)
    return type(one) is type(other) and bool(one == other)


def _are_numbers(values: Sequence[Any]) -> bool:
    return bool(values) and all(type(value) is float for value in values)


def close(one: np.ndarray, other: np.ndarray, digits: float) -> bool:
    """Whether two arrays of numbers are of one shape, and agree to so many digits of the largest entry."""
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        finite = np.isfinite(other)
        scale = np.abs(other[finite]).max(initial=1e-3)
        near = np.isclose(one, other, rtol=digits, atol=digits * scale, equal_nan=True)
    return bool(near.all())


def fits(got: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays are equal up to the rounding of work in the first one's type."""
    return close(
        got.astype(np.float64), other.astype(np.float64), FLOAT32_DIGITS if got.dtype == np.float32 else FLOAT64_DIGITS
    )
