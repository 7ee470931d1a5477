"""The hidden checks of `least_squares`, of full rank and not."""

from typing import Final

import numpy as np
import pytest
from hypothesis import example, given

from autograder import Subject, assert_unchanged, part

from . import samples, strategies
from .comparisons import REGULAR, SKEWED, assert_kind, assert_solves, assert_theta, unless_judged_in_parts_before
from .samples import IN_TENTHS
from .strategies import FAR, Bases, Samples, System

SOURCE_LINE: Final = Samples(
    np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]]), np.array([5.0, 8.0, 17.0, -1.0])
)
MULTIPLES: Final = Samples(np.array([[1.0, 2.0, 4.0], [2.0, 4.0, 8.0]]), np.array([3.0, 1.0]))  # fewer than features
TWICE_IN_TENTHS: Final = Samples(np.column_stack([IN_TENTHS.X, IN_TENTHS.X[:, 0]]), IN_TENTHS.y)
TWOS: Final = Samples(np.array([[1.0, 2.0], [2.0, 2.0], [4.0, 2.0]]), np.array([3.0, 1.0, 8.0]))


@part("least_squares", marks=3, examples=20)
@given(data=samples.full_rank())
@example(data=SOURCE_LINE)
@example(data=TWOS)
def test_says_unique_of_independent_columns(submission: Subject, reference: Subject, data: Samples) -> None:
    """says "unique" if the columns of X are independent, whether or not a theta fits exactly"""
    solution = submission.least_squares(*data)
    assert_kind(solution.kind, "unique", f"the rank of X is {data.X.shape[1]}")
    assert_theta(solution.theta, reference.least_squares(*data).theta)


@part("least_squares", marks=6)
@given(data=samples.full_rank())
@example(data=SOURCE_LINE)
@example(data=TWOS)
def test_fits(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns the theta with the least sum of squares, whatever kind it says"""
    assert_theta(submission.least_squares(X=data.X, y=data.y).theta, reference.least_squares(*data).theta)


@part("least_squares", marks=3, examples=20)
@given(data=samples.rank_deficient())
@example(data=MULTIPLES)
def test_says_infinite_of_dependent_columns(submission: Subject, data: Samples) -> None:
    """says "infinite" if the columns of X are dependent, and returns a theta that fits best"""
    solution = submission.least_squares(*data)
    rank, columns = np.linalg.matrix_rank(data.X), data.X.shape[1]
    assert_kind(solution.kind, "infinite", f"the rank of X is {rank}, and it has {columns} columns")
    assert_solves(solution.theta, System(data.X.T @ data.X, data.X.T @ data.y))
    try:
        kind = submission.least_squares(*REGULAR).kind
    except AssertionError:
        return  # judged above
    assert kind != "infinite", "kind should not be 'infinite' for independent columns too"


@part("least_squares", marks=4)
@given(data=samples.rank_deficient())
@example(data=Samples(np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]), np.array([1.0, 2.0, 6.0])))
@example(data=MULTIPLES)
def test_fits_with_the_shortest(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns the shortest theta if the columns of X are dependent"""
    shortest = reference.least_squares(*data).theta
    assert_theta(submission.least_squares(*data).theta, shortest, "theta, the shortest solution,")


@part("least_squares", marks=1, examples=3)
@pytest.mark.parametrize("condition", samples.CONDITIONS)
@pytest.mark.parametrize("scale", FAR)
@given(bases=strategies.bases(samples.MANY, (2, 12)))
def test_fits_many_samples(
    submission: Subject, reference: Subject, bases: Bases, condition: float, scale: float
) -> None:
    """fits 40 samples of up to 12 features at every scale, even if columns are nearly dependent"""
    data = bases.samples(condition, scale)
    with unless_judged_in_parts_before(submission, reference, data):
        solution = submission.least_squares(*data)
        assert_kind(solution.kind, "unique", f"the rank of X is {data.X.shape[1]}")
        assert_theta(solution.theta, reference.least_squares(*data).theta, condition=condition**2)


@part("least_squares", marks=1, examples=5)
@pytest.mark.parametrize("scale", samples.EXACT_SCALES)
@given(data=samples.sums_of_columns())
def test_fits_where_columns_are_sums(submission: Subject, reference: Subject, data: Samples, scale: float) -> None:
    """says "infinite" where a column of X is the sum of others, at every scale, and returns the shortest theta"""
    data = Samples(data.X * scale, data.y * scale)
    with unless_judged_in_parts_before(submission, reference, data):
        solution = submission.least_squares(*data)
        assert_kind(solution.kind, "infinite", "one column of X is the sum of several others")
        assert_theta(solution.theta, reference.least_squares(*data).theta, "theta, the shortest solution,")


@part("least_squares", marks=2, examples=10)
@given(data=samples.full_rank(), dependent=samples.rank_deficient() | samples.sums_of_columns())
@example(data=IN_TENTHS, dependent=TWICE_IN_TENTHS)
def test_leaves_the_data_alone(submission: Subject, reference: Subject, data: Samples, dependent: Samples) -> None:
    """leaves X and y unchanged when it fits"""
    observed = submission.least_squares.observe(*data)
    assert_unchanged(observed)
    assert_theta(observed.value.theta, reference.least_squares(*data).theta)
    for other in (dependent, SKEWED):
        try:
            observed = submission.least_squares.observe(*other)
        except AssertionError:
            continue  # what becomes of dependent columns is judged above
        assert_unchanged(observed)
