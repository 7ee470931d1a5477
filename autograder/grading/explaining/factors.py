"""Constant factors between got and expected: 2, 1/2, -1, n, 1/k, and whatever else is the same everywhere."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from autograder.grading.explaining.alike import fits
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair, shaped, telling

_DIGITS: Final = 1e-4
_LARGEST: Final = 12  # of the numbers in a fraction that is called by its name
Size = Callable[[Mapping[str, int]], float]


def factor(pairs: Sequence[Pair], words: Wording) -> str:
    """How many times what it should be, "" if it is not the same number (of the same size) everywhere."""
    if not shaped(pairs):
        return ""
    ratios = [_ratio(pair) for pair in pairs if not _vanishes(pair.expected)]
    if not ratios or any(ratio is None for ratio in ratios) or any(not _fits(pair, 0.0) for pair in _vanishing(pairs)):
        return ""
    numbers = [ratio for ratio in ratios if ratio is not None]
    if all(abs(number) < 1e-9 for number in numbers):
        return "is zero everywhere" if len(numbers) > 1 or pairs[0].expected.size > 1 else ""
    if not telling(pairs):
        return ""
    if all(math.isclose(number, numbers[0], rel_tol=_DIGITS) for number in numbers):
        return _constant(numbers[0])
    return _by_size([pair for pair in pairs if not _vanishes(pair.expected)], numbers, words)


def vanishing(pairs: Sequence[Pair], words: Wording) -> str:
    """Zero everywhere."""
    zero = shaped(pairs) and len(pairs) > 1 and all(not pair.got.any() for pair in pairs)
    return "is zero everywhere" if zero else ""


def _vanishing(pairs: Sequence[Pair]) -> Iterator[Pair]:
    return (pair for pair in pairs if _vanishes(pair.expected))


def _vanishes(values: np.ndarray) -> bool:
    return values.size == 0 or not np.isfinite(values).all() or bool((np.abs(values) < 1e-9).all())


def _ratio(pair: Pair) -> float | None:
    """The factor of one pair, None if it has none."""
    largest = int(np.argmax(np.abs(pair.expected)))
    ratio = float(np.ravel(pair.got)[largest] / np.ravel(pair.expected)[largest])
    return ratio if math.isfinite(ratio) and _fits(pair, ratio) else None


def _fits(pair: Pair, ratio: float) -> bool:
    if not np.isfinite(pair.expected).all():
        return bool(pair.right)
    return fits(pair.got, ratio * pair.expected)


def _constant(number: float) -> str:
    """The words for a factor that is the same in all calls; "" for 1."""
    if f"{number:.3g}" == "1":
        return ""
    if math.isclose(number, -1, rel_tol=_DIGITS):
        return "has the wrong sign, everywhere"
    sign = ", with the wrong sign," if number < 0 else ""
    return f"is {times(abs(number))} what it should be{sign}, everywhere".replace(",,", ",")


def times(number: float) -> str:
    """Such as "twice", "half of", "3 times", "1/3 of", "0.9 times"."""
    near = Fraction(number).limit_denominator(_LARGEST)
    if near and math.isclose(float(near), number, rel_tol=_DIGITS):
        named = {Fraction(2): "twice", Fraction(1, 2): "half of"}
        if near in named:
            return named[near]
        return f"{near} times" if near.denominator == 1 else f"{near} of"
    return f"{number:.3g} times"


def _by_size(pairs: Sequence[Pair], numbers: Sequence[float], words: Wording) -> str:
    """The words for a factor that goes with a size, if with exactly one."""
    names = sorted(set.intersection(*(set(pair.sizes) for pair in pairs)))
    for sign in (1, -1):
        fitting = [
            (text, used)
            for text, used, size in _expressions(names)
            if all(
                math.isclose(number, sign * size(pair.sizes), rel_tol=_DIGITS)
                for pair, number in zip(pairs, numbers, strict=True)
            )
        ]
        simplest = [fit for fit in fitting if len(fit[1]) == min(len(used) for _, used in fitting)]
        if len(simplest) == 1:
            text, used = simplest[0]
            where = " and ".join(words.size(name) for name in used)
            wrong_sign = " with the wrong sign," if sign < 0 else ""
            return f"is {text} times what it should be,{wrong_sign} everywhere ({where})"
    return ""


def _expressions(names: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...], Size]]:
    """Sizes, their reciprocals, roots and products."""
    for name in names:
        yield name, (name,), lambda sizes, name=name: sizes[name]  # type: ignore[misc]
        yield f"1/{name}", (name,), lambda sizes, name=name: 1 / sizes[name]  # type: ignore[misc]
        yield f"2/{name}", (name,), lambda sizes, name=name: 2 / sizes[name]  # type: ignore[misc]
        yield f"{name}/2", (name,), lambda sizes, name=name: sizes[name] / 2  # type: ignore[misc]
        yield f"2{name}", (name,), lambda sizes, name=name: 2 * sizes[name]  # type: ignore[misc]
        yield f"1/(2{name})", (name,), lambda sizes, name=name: 0.5 / sizes[name]  # type: ignore[misc]
        yield f"{name}^2", (name,), lambda sizes, name=name: sizes[name] ** 2  # type: ignore[misc]
        yield f"sqrt({name})", (name,), lambda sizes, name=name: sizes[name] ** 0.5  # type: ignore[misc]
        yield f"1/sqrt({name})", (name,), lambda sizes, name=name: sizes[name] ** -0.5  # type: ignore[misc]
    for one, other in itertools.permutations(names, 2):
        yield (
            f"{one}/{other}",
            (one, other),
            lambda sizes, one=one, other=other: sizes[one] / sizes[other],  # type: ignore[misc]
        )
    for one, other in itertools.combinations(names, 2):
        yield f"{one} {other}", (one, other), lambda sizes, one=one, other=other: sizes[one] * sizes[other]  # type: ignore[misc]
        yield (
            f"1/({one} {other})",
            (one, other),
            lambda sizes, one=one, other=other: 1 / (sizes[one] * sizes[other]),  # type: ignore[misc]
        )
