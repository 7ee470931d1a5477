"""Relations between numbers of the right shape: shifted, permuted, rounded, cut, an argument, the answer before."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from autograder.grading.explaining.alike import fits
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair, arrays, shaped, telling

_DIGITS: Final = 1e-4
_MOST_PERMUTED: Final = 4
_EPSILONS: Final = (("float16", 2.0**-11), ("float32", 2.0**-24))


def _all_close(pairs: Sequence[Pair], wrong: Callable[[Pair], Any]) -> bool:
    with np.errstate(all="ignore"):
        for pair in pairs:
            other = wrong(pair)
            if other is None or not fits(pair.got, np.asarray(other, dtype=np.float64)):
                return False
    return True


def an_argument(pairs: Sequence[Pair], words: Wording) -> str:
    """One of the arguments came back."""
    if not arrays(pairs):
        return ""
    for name in pairs[0].given:
        values = [_number(pair.given.get(name)) for pair in pairs]
        if all(
            value is not None and np.array_equal(pair.got, value) for pair, value in zip(pairs, values, strict=True)
        ):
            return f"is {name}, as it was given"
    return ""


def _number(value: Any) -> Any:
    if hasattr(value, "detach"):
        return value.detach().double().numpy()
    return value if isinstance(value, np.ndarray) else None


def not_a_number(pairs: Sequence[Pair], words: Wording) -> str:
    """NaN everywhere."""
    nothing = arrays(pairs) and all(np.isnan(pair.got).all() and pair.got.size for pair in pairs)
    return "is NaN everywhere" if nothing and any(np.isfinite(pair.expected).any() for pair in pairs) else ""


def at_times_not_a_number(pairs: Sequence[Pair], words: Wording) -> str:
    """NaN in some places, the right numbers in all others."""
    if not shaped(pairs) or not any(np.isnan(pair.got).any() for pair in pairs):
        return ""
    lost = all(np.isfinite(pair.expected).all() for pair in pairs)
    right = all(fits(np.where(np.isnan(pair.got), pair.expected, pair.got), pair.expected) for pair in pairs)
    return "is NaN where it is wrong, and right elsewhere" if lost and right else ""


def powers(pairs: Sequence[Pair], words: Wording) -> str:
    """Squared, or the square root, or without its sign."""
    if not shaped(pairs) or not telling(pairs):
        return ""
    for text, wrong in (
        ("is the square root of what it should be", np.sqrt),
        ("is the square of what it should be", np.square),
        ("is right but for its sign: it is never negative", np.abs),
    ):
        if _all_close(pairs, lambda pair, wrong=wrong: wrong(pair.expected)):  # type: ignore[misc]
            return text
    return ""


def shifted(pairs: Sequence[Pair], words: Wording) -> str:
    """What the record, or the entry, before should have been; the first is an argument, or is right."""
    if pairs[0].place >= 0:
        return _records_shifted(pairs)
    if not shaped(pairs) or not all(pair.got.ndim == 1 and len(pair.got) > 1 for pair in pairs):
        return ""
    if all(len(pair.got) == 2 for pair in pairs):  # of two entries only one could show a shift
        return ""
    if all(fits(pair.got[1:], pair.expected[:-1]) for pair in pairs) and telling(pairs):
        return "is late by one: each entry is what the one before it should be"
    if all(fits(pair.got[:-1], pair.expected[1:]) for pair in pairs) and telling(pairs):
        return "is early by one: each entry is what the one after it should be"
    return ""


def _records_shifted(pairs: Sequence[Pair]) -> str:
    later = [pair for pair in pairs if pair.place > 0]
    if not shaped(pairs) or not later or not telling(pairs) or not _all_close(later, lambda pair: pair.before):
        return ""
    first = [pair for pair in pairs if pair.place == 0]
    if start := an_argument(first, Wording({}, {})):
        return f"is late by one: in each record it is what belongs into the one before, and in the first it {start}"
    return ""


def last_record_everywhere(pairs: Sequence[Pair], words: Wording) -> str:
    """The last record's value stands in all of them: they share one object."""
    if pairs[0].place < 0 or not shaped(pairs):
        return ""
    runs: list[list[Pair]] = []
    for pair in pairs:
        if pair.place == 0:
            runs.append([])
        runs[-1].append(pair)
    if not any(len(run) > 1 for run in runs) or not telling(pairs):
        return ""
    if all(fits(pair.got, run[-1].expected) for run in runs for pair in run):
        return "is the same in all records, namely what it should be in the last: they share one object"
    return ""


def permuted(pairs: Sequence[Pair], words: Wording) -> str:
    """The same rows, columns or entries in another order, everywhere the same."""
    if not shaped(pairs) or not telling(pairs):
        return ""
    dimensions = {pair.expected.ndim for pair in pairs}
    if len(dimensions) != 1:
        return ""
    for axis in range(min(2, dimensions.pop())):
        noun = ("entries" if pairs[0].expected.ndim == 1 else "rows", "columns")[axis]
        if _all_close(pairs, lambda pair, axis=axis: np.flip(pair.expected, axis)):  # type: ignore[misc]
            two = all(pair.expected.shape[axis] == 2 for pair in pairs)
            return f"has its two {noun} swapped" if two else f"has its {noun} in reverse order"
        if _all_close(pairs, lambda pair, axis=axis: np.sort(pair.expected, axis)):  # type: ignore[misc]
            return f"has its {noun} sorted by size"
        lengths = {pair.expected.shape[axis] for pair in pairs}
        if len(lengths) == 1 and 2 < (length := lengths.pop()) <= _MOST_PERMUTED:
            for order in itertools.permutations(range(length)):
                if _all_close(pairs, lambda pair, axis=axis, order=order: np.take(pair.expected, order, axis)):  # type: ignore[misc]
                    return f"has its {noun} in the order {', '.join(str(place + 1) for place in order)}"
    return ""


def offset(pairs: Sequence[Pair], words: Wording) -> str:
    """The same number was added everywhere."""
    if not shaped(pairs) or not telling(pairs):
        return ""
    first = next((pair for pair in pairs if pair.expected.size and np.isfinite(pair.expected).all()), None)
    if first is None:
        return ""
    added = float(np.ravel(first.got)[0] - np.ravel(first.expected)[0])
    if not math.isfinite(added) or abs(added) < 1e-9 or not _all_close(pairs, lambda pair: pair.expected + added):
        return ""
    return f"is {abs(added):.4g} too {'large' if added > 0 else 'small'}, everywhere"


def rounded(pairs: Sequence[Pair], words: Wording) -> str:
    """Rounded to so many decimals."""
    if not shaped(pairs) or all(pair.right for pair in pairs):
        return ""
    for decimals in range(7):
        if all(_ends_there(pair.got, decimals) for pair in pairs):
            if not any(_would_show(pair.got, decimals) for pair in pairs if not pair.right):
                return ""
            room = 0.5 * 10.0**-decimals * (1 + 1e-6) + 1e-6
            if all(_within(pair, room) for pair in pairs):
                return f"is rounded to {decimals} decimals" if decimals else "is rounded to whole numbers"
            return ""
    return ""


def _ends_there(numbers: Any, decimals: int) -> bool:
    """Whether numbers have so few decimals, up to the rounding of their own type."""
    exact = np.asarray(numbers, dtype=np.float64)
    with np.errstate(all="ignore"):
        near = np.abs(exact - np.round(exact, decimals)) <= np.finfo(numbers.dtype).eps * np.abs(exact)
    return bool((near | ~np.isfinite(exact)).all())


def _would_show(numbers: Any, decimals: int) -> bool:
    """Whether some of these numbers are so small that their type has more decimals."""
    return bool((16 * np.finfo(numbers.dtype).eps * np.abs(np.asarray(numbers, np.float64)) < 10.0**-decimals).any())


def _within(pair: Pair, room: float) -> bool:
    """Whether numbers are so near to what they should be, up to the rounding of float32."""
    with np.errstate(all="ignore"):
        near = np.abs(pair.got - pair.expected) <= room + _DIGITS * np.abs(pair.expected)
    return bool((near | (pair.got == pair.expected)).all())


def precision(pairs: Sequence[Pair], words: Wording) -> str:
    """Right to the digits of a smaller type, and to no more."""
    if not shaped(pairs) or all(pair.right for pair in pairs):
        return ""
    for name, epsilon in _EPSILONS:
        largest = 0.0
        for pair in pairs:
            finite = np.isfinite(pair.expected)
            if not finite.all() or not np.isfinite(pair.got).all():
                return ""
            scale = float(np.abs(pair.expected).max(initial=0.0))
            if scale:
                largest = max(largest, float(np.abs(pair.got - pair.expected).max()) / scale)
        few = all(np.array_equal(pair.got, pair.got.astype(name).astype(np.float64)) for pair in pairs)
        if few and epsilon / 8 < largest < 64 * epsilon and not all(_fits(pair, name) for pair in pairs):
            digits = {"float16": 3, "float32": 7}[name]
            return (
                f"is right to about {digits} digits and no more, and holds {name} numbers only: work in {name} does so"
            )
    return ""


def _fits(pair: Pair, name: str) -> bool:
    return np.array_equal(pair.expected, pair.expected.astype(name).astype(np.float64))


def clamped(pairs: Sequence[Pair], words: Wording) -> str:
    """Right where it is small, and never beyond a limit."""
    if not shaped(pairs) or not telling(pairs):
        return ""
    limit = max(float(np.abs(pair.got).max(initial=0.0)) for pair in pairs)
    beyond = [pair for pair in pairs if float(np.abs(pair.expected).max(initial=0.0)) > limit * (1 + _DIGITS)]
    if len(beyond) < 2 or not math.isfinite(limit) or not limit:
        return ""
    if _all_close(pairs, lambda pair: np.clip(pair.expected, -limit, limit)):
        return f"is cut off at {limit:.4g}: right where it is smaller"
    return ""


def pattern(pairs: Sequence[Pair], words: Wording) -> str:
    """Zero in some places, and right in all others."""
    if not shaped(pairs) or not all(pair.expected.ndim == 2 for pair in pairs) or not telling_places(pairs):
        return ""
    if not any(min(pair.expected.shape) > 1 for pair in pairs if not pair.right):
        return ""  # a row has no diagonal to speak of
    for text, keep in (
        ("is zero below the diagonal, and right elsewhere", np.triu),
        ("is zero above the diagonal, and right elsewhere", np.tril),
        ("is zero off the diagonal, and right on it", lambda matrix: matrix * np.eye(*matrix.shape)),
        ("is zero on the diagonal, and right off it", lambda matrix: matrix * (1 - np.eye(*matrix.shape))),
    ):
        if _all_close(pairs, lambda pair, keep=keep: keep(pair.expected)):  # type: ignore[misc]
            return text
    return ""


def telling_places(pairs: Sequence[Pair]) -> bool:
    """Whether so many entries are wrong that a pattern of them is no chance."""
    return sum(int(np.sum(np.abs(pair.got - pair.expected) > 1e-6)) for pair in pairs) > 2
