"""What a suite is written with: `part`, `assert_close`, `assert_raises`, `shown`.

A check is a pytest function that takes the fixtures `submission` and `reference`, may draw cases with hypothesis,
and bears the promise that the student reads as its docstring.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

import hypothesis
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, Verbosity, is_hypothesis_test, settings

from autograder.grading.failures import BadAnswer, Crashed, Hung, NotClose, StudentRaised
from autograder.grading.margins import note_ratios
from autograder.grading.subjects import Function

__all__ = ["Crashed", "Hung", "assert_close", "assert_raises", "part", "shown"]

Check = TypeVar("Check", bound=Callable[..., None])

# Every setting by name: hypothesis has other defaults where CI is set, and some depend on the clock.
_STABLE: Final = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    stateful_step_count=1,
    report_multiple_bugs=False,
    suppress_health_check=tuple(HealthCheck),
    print_blob=False,
    verbosity=Verbosity.quiet,
    backend="hypothesis",
)


_MOST_SHOWN: Final = 12
_LONGEST_SHOWN: Final = 200


def part(name: str, *, marks: int = 0, examples: int = 30, long_calls: bool = False) -> Callable[[Check], Check]:
    """Make a test function a check of a part.

    Args:
        name: the part; parts are reported in the order of their first check.
        marks: what the check earns, all or nothing; a part is worth the sum of its checks.
        examples: how many cases hypothesis draws, where the check draws some.
        long_calls: whether one call may take eight times as long as usual.
    """

    def decorate(check: Check) -> Check:
        if is_hypothesis_test(check):
            stable = settings(parent=_STABLE, max_examples=examples)
            stable(hypothesis.seed(zlib.crc32(check.__name__.encode()))(check))
        marked: Check = pytest.mark.part(name, marks=marks, long_calls=long_calls)(check)
        return marked

    return decorate


def assert_close(actual: Any, expected: Any, what: str, *, rtol: float = 0.0, atol: float = 0.0) -> None:
    """Assert that two tensors, arrays, lists or numbers agree, entry by entry in float64.

    Entries agree where |actual - expected| <= atol + rtol * |expected|, where both are the same infinity, or both NaN.

    Args:
        actual: what came, of any shape.
        expected: what should have come, of the same shape.
        what: its name in the assignment's words, such as "the loss of epoch 2".
        rtol: relative tolerance.
        atol: absolute tolerance.

    Raises:
        AssertionError: shapes or entries differ; the message says which, first shapes, then the worst entry.
    """
    got, want = _as_array(actual), _as_array(expected)
    if got.shape != want.shape:
        raise AssertionError(f"{what} has {_shape(got)}, expected {_shape(want)}")
    with np.errstate(invalid="ignore", over="ignore"):
        off, allowed = np.abs(got - want), atol + rtol * np.abs(want)
        close = np.isfinite(want) & (off <= allowed)
    equal = (got == want) | (np.isnan(got) & np.isnan(want))
    close |= equal
    note_ratios(off, allowed, equal)
    if not close.all():
        raise NotClose(_difference(got, want, close, what, rtol, atol))


def assert_raises(error: type[Exception], function: Function, *args: Any, **kwargs: Any) -> None:
    """Assert that the call raises `error` or a subclass of it.

    Raises:
        AssertionError: it returned, or raised something else.
    """
    try:
        function.observe(*args, **kwargs)
    except StudentRaised as raised:
        if error.__name__ in raised.names:
            return
        raise BadAnswer(f"{raised}, where {error.__name__} was expected") from None
    raise BadAnswer(f"{function.name} returned, where {error.__name__} was expected")


def shown(value: Any) -> str:
    """A value for a message: rounded, or only its shape where it is large."""
    array = _as_array(value) if not isinstance(value, list) else value
    if isinstance(array, np.ndarray):
        return _rounded(array) if array.size <= _MOST_SHOWN else f"an array of {_shape(array)}"
    text = str(array[: _MOST_SHOWN + 1])
    return text if len(array) <= _MOST_SHOWN and len(text) < _LONGEST_SHOWN else f"a list of {len(array)}"


def _as_array(value: Any) -> np.ndarray:
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return np.asarray(value, dtype=np.float64)


def _shape(array: np.ndarray) -> str:
    return f"shape {array.shape}" if array.ndim else "no dimensions (a single number)"


def _difference(got: np.ndarray, want: np.ndarray, close: np.ndarray, what: str, rtol: float, atol: float) -> str:
    """The entry that is furthest off, and the whole where it is small."""
    with np.errstate(invalid="ignore", over="ignore"):
        off = np.where(close, -1.0, np.nan_to_num(np.abs(got - want), nan=np.inf, posinf=np.inf))
    worst = np.unravel_index(int(np.argmax(off)), off.shape)
    allowed = atol + rtol * abs(float(want[worst]))
    tolerance = f" (allowed difference {allowed:.2g})" if allowed else ""
    if got.ndim == 0:
        return f"{what} is {_number(got[worst])}, expected {_number(want[worst])}{tolerance}"
    place = ", ".join(str(int(index)) for index in worst)
    text = f"{what} has {_number(got[worst])} at [{place}], expected {_number(want[worst])}{tolerance}"
    if 1 < got.size <= _MOST_SHOWN:
        text += f"\nwhole: {_rounded(got)}\nexpected: {_rounded(want)}"
    return text


def _rounded(array: np.ndarray) -> str:
    if array.ndim:
        return "[" + ", ".join(_rounded(row) for row in array) + "]"
    return _number(array[()])


def _number(value: Any) -> str:
    """A number rounded for people: six digits, so that the last bits of another machine do not show."""
    return f"{float(value):.6g}"
