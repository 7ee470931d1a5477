"""One part of all answers of a check, beside what it should be: what relations are looked for in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from autograder.grading.explaining.leaves import Series, same

_FEWEST_NUMBERS: Final = 3  # different wrong numbers, of which all fit: one number fits some relation by chance


class Pair(NamedTuple):
    """What came of one part in one call, or in one record of it, and what was expected."""

    got: Any
    expected: Any
    given: Mapping[str, Any]  # the arguments of the call
    sizes: Mapping[str, int]
    before: Any = None  # what was expected in the call, or in the record, before this one; None for the first
    place: int = -1  # of the record among those of its call; -1 where there are none

    @property
    def right(self) -> bool:
        """Whether there is nothing to explain."""
        return same(self.got, self.expected)


def arrays(pairs: Sequence[Pair]) -> bool:
    """Whether all are numbers, on both sides."""
    return all(isinstance(pair.got, np.ndarray) and isinstance(pair.expected, np.ndarray) for pair in pairs)


def shaped(pairs: Sequence[Pair]) -> bool:
    """Whether all are numbers of the shape that they should have."""
    return arrays(pairs) and all(pair.got.shape == pair.expected.shape for pair in pairs)


def telling(pairs: Sequence[Pair]) -> bool:
    """Whether so many numbers are wrong that a relation which fits them all is no chance."""
    numbers: set[float] = set()
    for pair in pairs:
        if not pair.right and isinstance(pair.got, np.ndarray):
            numbers.update(np.round(np.ravel(pair.got), 9).tolist())
            numbers.discard(0.0)
        if len(numbers) >= _FEWEST_NUMBERS:
            return True
    return False


def pairs_of(calls: Sequence[tuple[Any, Any, Mapping[str, Any], Mapping[str, int]]]) -> list[Pair]:
    """The pairs of one part of all calls, in order: got, expected, arguments, sizes. A series gives one per record."""
    pairs: list[Pair] = []
    earlier: Any = None
    for got, expected, given, sizes in calls:
        if isinstance(expected, Series):
            before: Any = None
            for place, (own, right) in enumerate(zip(got.entries, expected.entries, strict=False)):
                pairs.append(Pair(own, right, given, sizes, before, place))
                before = right
        else:
            pairs.append(Pair(got, expected, given, sizes, earlier))
            earlier = expected
    return pairs
