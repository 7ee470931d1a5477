"""The figures of a class, against scipy and against sums done by hand, for classes of every size."""

from __future__ import annotations

import random
import statistics as standard
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from autograder.reports.statistics import FEWEST, correlation, histogram, item, summary

SIZES = (0, 1, 2, 19, 20, 21, 300)


def marks_of(size: int, seed: int = 7) -> list[float]:
    draw = random.Random(seed)
    return [draw.choice((0, 40, 57.5, 100, draw.randrange(101))) for _ in range(size)]


def passes_of(marks: Sequence[float], seed: int = 8) -> list[bool]:
    draw = random.Random(seed)
    return [draw.random() < 0.2 + mark / 150 for mark in marks]


@pytest.mark.parametrize("size", SIZES)
def test_mean_median_and_deviation_are_those_of_the_standard_library(size: int) -> None:
    marks = marks_of(size)
    found = summary(marks)
    assert found.students == size
    assert found.mean == (pytest.approx(standard.fmean(marks)) if size else None)
    assert found.median == (pytest.approx(standard.median(marks)) if size else None)
    assert found.deviation == (pytest.approx(standard.stdev(marks)) if size > 1 else None)


@pytest.mark.parametrize("size", SIZES)
def test_a_histogram_is_numpys_and_loses_nobody(size: int) -> None:
    marks = marks_of(size)
    assert histogram(marks, 100) == np.histogram(marks, bins=10, range=(0, 100))[0].tolist()


def test_extra_credit_and_a_mark_below_zero_stay_in_the_histogram() -> None:
    assert histogram([105, 100, 99.9, -1, 10], 100) == [1, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert histogram([0, 0], 0) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("size", SIZES)
def test_discrimination_is_the_point_biserial_correlation_with_the_rest(size: int) -> None:
    rest = marks_of(size)
    passed = passes_of(rest)
    found = item(passed, rest)
    if size < FEWEST:
        assert (found.discrimination, found.fifths, found.upper_minus_lower) == (None, (), None)
    else:
        assert found.discrimination == pytest.approx(stats.pointbiserialr(passed, rest).statistic)
    assert (found.students, found.passed) == (size, sum(passed))
    assert found.rate == (pytest.approx(np.mean(passed)) if size else None)


@pytest.mark.parametrize("mark", [0.0, 50.0])
def test_where_all_are_equal_nothing_is_said(mark: float) -> None:
    """All at zero, all at fifty, or all pass: there is no variance to correlate with."""
    assert summary([mark] * 30).deviation == 0
    assert item([True, False] * 15, [mark] * 30).discrimination is None
    assert item([True] * 30, marks_of(30)) == (30, 30, None, (), None)
    assert item([False] * 30, marks_of(30)).upper_minus_lower is None


def test_fifths_and_tails_by_hand() -> None:
    """Twenty students with the marks 0 to 19, of whom those from 8 on pass: fifths of four, tails of five."""
    found = item([mark >= 8 for mark in range(20)], list(range(20)))
    assert found.fifths == (0, 0, 1, 1, 1)
    assert found.upper_minus_lower == 1
    assert item([mark >= 3 for mark in range(20)], list(range(20))).fifths == (0.25, 1, 1, 1, 1)


def test_a_fifth_of_22_students_is_4_and_two_fifths_of_the_next() -> None:
    found = item([mark == 4 for mark in range(22)], list(range(22)))
    assert found.fifths == pytest.approx((0.4 / 4.4, 0.6 / 4.4, 0, 0, 0))
    assert sum(found.fifths) * 22 / 5 == pytest.approx(1)


def test_equal_marks_share_their_places_so_that_no_order_matters() -> None:
    rest = [10.0] * 12 + [20.0] * 12
    passed = [True] * 6 + [False] * 6 + [True] * 12
    found = item(passed, rest)
    assert found.fifths == pytest.approx((0.5, 0.5, 0.75, 1, 1))
    order = list(range(24))
    random.Random(3).shuffle(order)
    other = item([passed[place] for place in order], [rest[place] for place in order])
    assert other.discrimination == pytest.approx(found.discrimination)
    assert other.fifths == pytest.approx(found.fifths)


def test_correlations_stay_within_one() -> None:
    assert correlation([0, 0.1, 0.2], [0, 0.3, 0.6]) == pytest.approx(1)
    assert correlation([1, 2], [2, 1]) == pytest.approx(-1)
    assert correlation([1], [1]) is None
