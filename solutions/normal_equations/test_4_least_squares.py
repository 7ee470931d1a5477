"""The hidden checks of `least_squares`, of full rank and not."""

from typing import Final

import numpy as np
from hypothesis import example, given

from autograder import Subject, assert_unchanged, part

from . import strategies
from .comparisons import REGULAR, SKEWED, assert_kind, assert_solves, assert_theta
from .strategies import Samples, System

SOURCE_LINE: Final = Samples(
    np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]]), np.array([5.0, 8.0, 17.0, -1.0])
)


@part("least_squares", marks=3, examples=20)
@given(data=strategies.full_rank())
def test_says_unique_of_independent_columns(submission: Subject, reference: Subject, data: Samples) -> None:
    """says "unique" if the columns of X are independent, whether or not a theta fits exactly"""
    solution = submission.least_squares(*data)
    assert_kind(solution.kind, "unique", f"the rank of X is {data.X.shape[1]}")
    assert_theta(solution.theta, reference.least_squares(*data).theta)


@part("least_squares", marks=6)
@given(data=strategies.full_rank())
@example(data=SOURCE_LINE)
def test_fits(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns the theta with the least sum of squares, whatever kind it says"""
    assert_theta(submission.least_squares(X=data.X, y=data.y).theta, reference.least_squares(*data).theta)


@part("least_squares", marks=4, examples=20)
@given(data=strategies.rank_deficient())
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


@part("least_squares", marks=5)
@given(data=strategies.rank_deficient())
@example(data=Samples(np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]), np.array([1.0, 2.0, 6.0])))
def test_fits_with_the_shortest(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns the shortest theta if the columns of X are dependent"""
    shortest = reference.least_squares(*data).theta
    assert_theta(submission.least_squares(*data).theta, shortest, "theta, the shortest solution,")


@part("least_squares", marks=2, examples=10)
@given(data=strategies.full_rank())
def test_leaves_the_data_alone(submission: Subject, reference: Subject, data: Samples) -> None:
    """leaves X and y unchanged when it fits"""
    observed = submission.least_squares.observe(*data)
    assert_unchanged(observed)
    assert_theta(observed.value.theta, reference.least_squares(*data).theta)
    try:
        observed = submission.least_squares.observe(*SKEWED)
    except AssertionError:
        return  # what becomes of dependent columns is judged above
    assert_unchanged(observed)
