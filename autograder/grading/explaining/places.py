"""Boundaries inside an answer: right up to an entry, a record, a row or a column, and wrong from there on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from autograder.grading.explaining.alike import close, fits
from autograder.grading.explaining.leaves import Series, same
from autograder.grading.explaining.pairs import Pair, arrays, shaped

# Up to rounding, and clearly beyond it: an answer that is a little off everywhere has no place at which it goes wrong.
_RIGHT: Final = 2e-5
_WRONG: Final = 1e-3


def first_wrong_record(calls: Sequence[tuple[Series, Series]]) -> str:
    """The record at which all series go wrong, if it is the same in all that are so long."""
    places = [_first_record(got, expected) for got, expected in calls]
    lengths = [min(len(got.entries), len(expected.entries)) for got, expected in calls]
    return _from(places, lengths, "record")


def _first_record(got: Series, expected: Series) -> int | None:
    pairs = list(zip(got.entries, expected.entries, strict=False))
    places = (place for place, (own, right) in enumerate(pairs) if not _is_right(own, right))
    place = next(places, None)
    return place if place is None or any(_is_wrong(own, right) for own, right in pairs) else 0


def _is_right(got: Any, expected: Any) -> bool:
    if not _comparable(got, expected):
        return same(got, expected)
    return close(got.astype(np.float64), expected.astype(np.float64), _RIGHT)


def _is_wrong(got: Any, expected: Any) -> bool:
    if not _comparable(got, expected):
        return not same(got, expected)
    return not close(got.astype(np.float64), expected.astype(np.float64), _WRONG)


def _comparable(got: Any, expected: Any) -> bool:
    return isinstance(got, np.ndarray) and isinstance(expected, np.ndarray)


def first_wrong_entry(pairs: Sequence[Pair]) -> str:
    """The entry, row or column at which all go wrong, if it is the same in all that are so long."""
    if not arrays(pairs) or any(pair.got.ndim != pair.expected.ndim for pair in pairs):
        return ""
    dimensions = {pair.expected.ndim for pair in pairs}
    if dimensions == {1}:
        lengths = [min(len(pair.got), len(pair.expected)) for pair in pairs]
        places = [_first(pair.got, pair.expected, length) for pair, length in zip(pairs, lengths, strict=True)]
        return _from(places, lengths, "entry")
    if dimensions == {2} and shaped(pairs):
        for axis, noun in ((0, "row"), (1, "column")):
            turned = [
                pair._replace(got=pair.got.swapaxes(0, axis), expected=pair.expected.swapaxes(0, axis))
                for pair in pairs
            ]
            if text := _slices(turned, noun):
                return text
    return ""


def _first(got: np.ndarray, expected: np.ndarray, length: int) -> int | None:
    """The first entry that is off, None if none is; 0, which tells nothing, if none is clearly wrong in the end."""
    with np.errstate(all="ignore"):
        scale = np.abs(expected[:length]).clip(1e-7)
        off = np.abs(got[:length] - expected[:length]) / scale
    off[np.isnan(got[:length]) & np.isnan(expected[:length])] = 0.0
    off[got[:length] == expected[:length]] = 0.0
    if (off <= _RIGHT).all():
        return None
    return int(np.argmin(off <= _RIGHT)) if not (off <= _WRONG).all() else 0


def _from(places: Sequence[int | None], lengths: Sequence[int], noun: str) -> str:
    """The words, if what is long enough goes wrong at one place, which is not the first; and nothing else does."""
    wrong = {place for place in places if place is not None}
    if len(wrong) != 1 or (place := wrong.pop()) == 0 or len(places) < 1:
        return ""
    if any(own is None and length > place for own, length in zip(places, lengths, strict=True)):
        return ""
    before = f"the first {noun}" if place == 1 else f"the first {place} {noun.replace('entry', 'entrie')}s"
    return f"is right in {before}, and goes wrong at the next one, number {place} counted from 0"


def _slices(pairs: Sequence[Pair], noun: str) -> str:
    """One row (or column) is right and all others are wrong, or the other way round."""
    several = [pair for pair in pairs if len(pair.expected) > 1]
    if not several:
        return ""
    for place, name in ((0, "first"), (-1, "last")):
        right = [[fits(got, want) for got, want in zip(pair.got, pair.expected, strict=True)] for pair in pairs]
        alone = [ok for ok in right if len(ok) > 1 and not all(ok)]
        if len(alone) < 2:
            return ""
        if all(ok[place] for ok in right) and all(sum(ok) == 1 for ok in alone):
            return f"is right in the {name} {noun} alone"
        if all(not ok[place] and sum(ok) == len(ok) - 1 for ok in alone) and all(
            not ok[0] or len(ok) > 1 for ok in right
        ):
            return f"is wrong in the {name} {noun} alone"
    return ""
