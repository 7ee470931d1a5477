"""The figures of a class: each is defined here once, and None where there are too few numbers to say anything.

Every definition treats students with equal marks alike, so no figure depends on the order of a list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Final, NamedTuple

FEWEST: Final = 20  # students; below, a correlation says more about chance than about a check
_TAIL: Final = 0.27  # of a class: the share at either end that compares best (Kelley 1939)
_NO_SPREAD: Final = 1e-12


class Summary(NamedTuple):
    """Some marks in a few numbers."""

    students: int
    mean: float | None  # None of no marks
    median: float | None
    deviation: float | None  # of the sample, with n - 1; None of fewer than two marks


def summary(marks: Sequence[float]) -> Summary:
    """Count, mean, median and standard deviation of marks."""
    if not marks:
        return Summary(0, None, None, None)
    count, ordered = len(marks), sorted(marks)
    mean = math.fsum(marks) / count
    median = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    if count < 2:
        return Summary(count, mean, median, None)
    return Summary(count, mean, median, math.sqrt(math.fsum((mark - mean) ** 2 for mark in marks) / (count - 1)))


def histogram(marks: Sequence[float], maximum: float, bins: int = 10) -> list[int]:
    """How many marks lie in each of so many equal intervals from 0 to the maximum.

    An interval holds its lower end; the last one holds the maximum too, and marks above it.
    """
    counts = [0] * bins
    for mark in marks:
        place = math.floor(mark * bins / maximum) if maximum else 0
        counts[min(max(place, 0), bins - 1)] += 1
    return counts


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's correlation; None of fewer than two pairs, or where one side is all equal."""
    if len(xs) < 2:
        return None
    mean_x, mean_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    spread_x = math.fsum((x - mean_x) ** 2 for x in xs)
    spread_y = math.fsum((y - mean_y) ** 2 for y in ys)
    if spread_x < _NO_SPREAD or spread_y < _NO_SPREAD:
        return None
    together = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return max(-1.0, min(1.0, together / math.sqrt(spread_x * spread_y)))


class Item(NamedTuple):
    """How one check tells students apart who do well or badly in all the others."""

    students: int  # in whose work it could be decided
    passed: int
    discrimination: float | None  # correlation of passing with the marks *without* this check
    fifths: tuple[float, ...]  # the share that passes, in each fifth by these marks, the weakest first; () if unknown
    upper_minus_lower: float | None  # the share that passes in the best 27 % less that in the weakest 27 %

    @property
    def rate(self) -> float | None:
        """The share that passes: its difficulty."""
        return self.passed / self.students if self.students else None


def item(passed: Sequence[bool], rest: Sequence[float]) -> Item:
    """The figures of a check.

    Args:
        passed: whether each student passed it.
        rest: the marks of each without those of this check: with them, every check would seem to discriminate.
    """
    count, hits = len(passed), [1.0 if one else 0.0 for one in passed]
    discrimination = correlation(hits, rest) if count >= FEWEST else None
    if discrimination is None:
        return Item(count, sum(passed), None, (), None)
    before = list(accumulate(_by_rank(hits, rest), initial=0.0))
    tail = round(_TAIL * count)
    upper, lower = _mean_between(before, count - tail, count), _mean_between(before, 0, tail)
    fifths = tuple(_mean_between(before, count * fifth / 5, count * (fifth + 1) / 5) for fifth in range(5))
    return Item(count, sum(passed), discrimination, fifths, upper - lower)


def _by_rank(values: Sequence[float], keys: Sequence[float]) -> list[float]:
    """The values in the order of their keys, those with equal keys replaced by their mean: no order is made up."""
    ordered = sorted(zip(keys, values, strict=True))
    shares: list[float] = []
    for _, tied in groupby(ordered, key=lambda pair: pair[0]):
        group = [value for _, value in tied]
        shares += [math.fsum(group) / len(group)] * len(group)
    return shares


def _mean_between(before: Sequence[float], start: float, end: float) -> float:
    """The mean from one place to another, which may lie inside a student: 22 students have fifths of 4.4.

    Args:
        before: for each place the sum of all that comes before it, and at last the whole sum.
        start: a place.
        end: a later one.
    """
    return (_sum_before(before, end) - _sum_before(before, start)) / (end - start)


def _sum_before(before: Sequence[float], place: float) -> float:
    whole = math.floor(place)
    inside = place - whole
    return before[whole] + (inside * (before[whole + 1] - before[whole]) if inside else 0.0)
