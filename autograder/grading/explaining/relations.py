"""The search for a relation between one part of all answers and what it should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from autograder.grading.explaining import factors, numbers, others, shapes
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair

Relation = Callable[[Sequence[Pair], Wording], str]
_MOST_NUMBERS: Final = 400_000  # in all pairs together: three times the longest list of losses of right work

# From the plainest to the least: the first that holds is told.
_RELATIONS: Final[tuple[Relation, ...]] = (
    others.nothing,
    others.mapped,
    others.counted,
    others.listed,
    numbers.not_a_number,
    numbers.an_argument,
    factors.factor,
    shapes.transposed,
    shapes.reshaped,
    shapes.entries,
    shapes.summed,
    numbers.shifted,
    numbers.last_record_everywhere,
    numbers.permuted,
    numbers.powers,
    numbers.pattern,
    numbers.rounded,
    numbers.precision,
    numbers.offset,
    numbers.clamped,
    shapes.wrong_size,
    shapes.same_numbers,
    shapes.all_alike,
    numbers.at_times_not_a_number,
)


_OF_FREE: Final[tuple[Relation, ...]] = (
    factors.vanishing,
    shapes.wrong_size,
    shapes.all_alike,
)  # of answers that may be many


def relation(pairs: Sequence[Pair], words: Wording, *, free: bool = False) -> str:
    """What holds between got and expected in all pairs, as the end of a sentence; "" if nothing is found.

    Args:
        pairs: of one part, from all calls.
        words: the assignment's.
        free: whether many answers are right, so that only sizes can be compared.
    """
    if not pairs or all(pair.right for pair in pairs) or _size(pairs) > _MOST_NUMBERS:
        return ""
    # What is rightly None says nothing about numbers; what should be None, or is None, has a relation of its own.
    some = [pair for pair in pairs if pair.got is not None or pair.expected is not None]
    with np.errstate(all="ignore"):
        return next(
            (
                text
                for find in (_OF_FREE if free else _RELATIONS)
                if (text := find(pairs if find is others.nothing else some, words))
            ),
            "",
        )


def _size(pairs: Sequence[Pair]) -> int:
    return sum(np.size(value) for pair in pairs for value in (pair.got, pair.expected) if isinstance(value, np.ndarray))
