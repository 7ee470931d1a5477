"""The right numbers in another shape: transposed, flat, one entry too few; or a wrong shape that goes with sizes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from autograder.grading.explaining.alike import fits
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair, arrays, shaped

_DIGITS = 1e-4


def transposed(pairs: Sequence[Pair], words: Wording) -> str:
    """Rows and columns are swapped."""
    matrices = arrays(pairs) and all(pair.got.ndim == pair.expected.ndim == 2 for pair in pairs)
    if matrices and all(fits(pair.got, pair.expected.T) for pair in pairs):
        return "is transposed: rows and columns are swapped"
    return ""


def reshaped(pairs: Sequence[Pair], words: Wording) -> str:
    """The right numbers in the right order, in another shape."""
    if not arrays(pairs) or shaped(pairs):
        return ""
    if not all(fits(np.ravel(pair.got), np.ravel(pair.expected)) for pair in pairs):
        return ""
    if all(np.squeeze(pair.got).shape == np.squeeze(pair.expected).shape for pair in pairs):
        few = all(pair.got.ndim <= pair.expected.ndim for pair in pairs)
        what = "an axis of length 1 is missing" if few else "it has an axis of length 1 that should not be there"
        if all(pair.got.ndim == pair.expected.ndim for pair in pairs):
            what = "its axis of length 1 is in the wrong place"
        if any(pair.got.shape == pair.expected.shape for pair in pairs):
            return f"has the right numbers, but not always in the right shape: where it is wrong, {what}"
        return f"has the right numbers in the wrong shape: {what}"
    return ""


def same_numbers(pairs: Sequence[Pair], words: Wording) -> str:
    """The right numbers in the right order, in whatever other shape."""
    if not arrays(pairs) or shaped(pairs):
        return ""
    same = all(fits(np.ravel(pair.got), np.ravel(pair.expected)) for pair in pairs)
    return "has the right numbers, but in another shape" if same else ""


def entries(pairs: Sequence[Pair], words: Wording) -> str:
    """The first or the last entries are missing, or there are more than there should be."""
    if not arrays(pairs) or shaped(pairs):
        return ""
    if not all(
        pair.got.ndim == pair.expected.ndim >= 1 and pair.got.shape[1:] == pair.expected.shape[1:] for pair in pairs
    ):
        return ""
    differences = [len(pair.got) - len(pair.expected) for pair in pairs]
    wrong = {difference for difference in differences if difference}
    often = "" if all(differences) else "at times "
    noun = "entry" if pairs[0].expected.ndim == 1 else "row"
    nouns = "entries" if noun == "entry" else "rows"
    for end, cut in (("last", _beginning), ("first", _end)):
        if not all(_agrees(cut, pair) for pair in pairs):
            continue
        if all(difference < 0 for difference in wrong):
            missing = f"the {end} {noun} is missing" if wrong == {-1} else f"its {end} {nouns} are missing"
            return f"is right, but {often}{missing}"
        if all(difference > 0 for difference in wrong):
            place = "at the end" if end == "last" else "at the beginning"
            extra = f"an extra {noun} {place}" if wrong == {1} else f"extra {nouns} {place}"
            return f"is right, but {often}has {extra}"
    return ""


def _agrees(cut: object, pair: Pair) -> bool:
    count = min(len(pair.got), len(pair.expected))
    if not count:
        return False
    part = slice(0, count) if cut is _beginning else slice(-count, None)
    return fits(pair.got[part], pair.expected[part])


def _beginning() -> None:
    """Marks that the beginnings are compared."""


def _end() -> None:
    """Marks that the ends are compared."""


def summed(pairs: Sequence[Pair], words: Wording) -> str:
    """An axis was summed, averaged, or cut down to its first entry."""
    if not arrays(pairs) or not all(pair.got.ndim == pair.expected.ndim - 1 for pair in pairs):
        return ""
    for axis in range(pairs[0].expected.ndim):
        for word, reduce in (("the sum of", np.sum), ("the mean of", np.mean)):
            if all(fits(pair.got, reduce(pair.expected, axis=axis)) for pair in pairs):
                what = "its entries" if pairs[0].expected.ndim == 1 else f"its {('rows', 'columns')[axis]}"
                return f"is {word} {what}, where all of them should be there"
    return ""


def wrong_size(pairs: Sequence[Pair], words: Wording) -> str:
    """A shape that is wrong in the same way everywhere, whatever the numbers are."""
    if not arrays(pairs) or all(pair.got.shape == pair.expected.shape for pair in pairs):
        return ""
    got, expected = (_in_sizes(pairs, own) for own in (True, False))
    if got and expected and got != expected:
        mentioned = {name for shape in (got, expected) for size in shape for name in size.split()}
        names = sorted(name for name in mentioned if name.isidentifier())
        where = f" ({' and '.join(words.size(name) for name in names)})" if names else ""
        return f"has the shape {_shape(got)} where it should have {_shape(expected)}{where}"
    return ""


def _shape(sizes: Sequence[str]) -> str:
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})" if sizes else "() of a single number"


def _in_sizes(pairs: Sequence[Pair], own: bool) -> tuple[str, ...] | None:
    """The shape in names of sizes that fits all pairs, None if there is not exactly one."""
    shapes = [np.shape(pair.got if own else pair.expected) for pair in pairs]
    if len({len(shape) for shape in shapes}) != 1:
        return None
    names = sorted(set.intersection(*(set(pair.sizes) for pair in pairs)))
    symbols: list[str] = []
    for axis in range(len(shapes[0])):
        lengths = [shape[axis] for shape in shapes]
        fitting = [name for name in names if all(p.sizes[name] == size for p, size in zip(pairs, lengths, strict=True))]
        constant = [str(lengths[0])] if len(set(lengths)) == 1 else []
        products = [
            f"{one} {other}"
            for one, other in itertools.combinations(names, 2)
            if all(p.sizes[one] * p.sizes[other] == size for p, size in zip(pairs, lengths, strict=True))
        ]
        options = constant or fitting or products
        if len(options) != 1:
            return None
        symbols += options
    return tuple(symbols)


def all_alike(pairs: Sequence[Pair], words: Wording) -> str:
    """All entries are equal, or all rows are, where they should not be."""
    several = [pair for pair in pairs if arrays([pair]) and len(np.atleast_1d(pair.got)) > 1 and pair.expected.size]
    if len(several) < 2 or len([pair for pair in pairs if not pair.right]) < 2:
        return ""
    if any(arrays([pair]) and pair.got.size == 1 < pair.expected.size for pair in pairs):
        return ""  # a single number is equal to itself
    if all((pair.got == np.ravel(pair.got)[:1]).all() for pair in several):
        wrong = any((pair.expected != pair.expected.flat[0]).any() for pair in several)
        return "has the same number everywhere" if wrong else ""
    if all(pair.got.ndim == pair.expected.ndim == 2 and (pair.got == pair.got[:1]).all() for pair in several):
        wrong = any((pair.expected != pair.expected[:1]).any() for pair in several)
        return "has the same row again and again" if wrong else ""
    return ""
