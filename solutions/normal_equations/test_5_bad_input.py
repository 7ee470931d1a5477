"""The hidden checks of what `solve` and `least_squares` refuse."""

import numpy as np
from hypothesis import given

from autograder import Subject, assert_raises, part

from . import strategies
from .comparisons import REGULAR, nothing_else_refused
from .strategies import Guard, Samples, System


@part("bad_input", marks=2, examples=10)
@given(A=strategies.oblong(), guard=strategies.guards())
def test_refuses_a_matrix_that_is_not_square(submission: Subject, A: np.ndarray, guard: Guard) -> None:
    """raises ValueError if A is not square (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, A, np.ones(len(A)))


@part("bad_input", marks=2, examples=10)
@given(system=strategies.of_other_length(), guard=strategies.guards())
def test_refuses_a_b_of_another_length(submission: Subject, system: System, guard: Guard) -> None:
    """raises ValueError if A and b have different lengths (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, *system)


@part("bad_input", marks=1, examples=12)
@given(A=strategies.with_a_hole(REGULAR.A), guard=strategies.guards())
def test_refuses_a_matrix_that_is_not_finite(submission: Subject, A: np.ndarray, guard: Guard) -> None:
    """raises ValueError if an entry of A is NaN or infinite (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, A, REGULAR.b)


@part("bad_input", marks=1, examples=12)
@given(b=strategies.with_a_hole(REGULAR.b), guard=strategies.guards())
def test_refuses_a_b_that_is_not_finite(submission: Subject, b: np.ndarray, guard: Guard) -> None:
    """raises ValueError if an entry of b is NaN or infinite (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, REGULAR.A, b)


@part("bad_input", marks=2, examples=10)
@given(data=strategies.of_different_lengths(), guard=strategies.guards())
def test_refuses_samples_of_different_lengths(submission: Subject, data: Samples, guard: Guard) -> None:
    """raises ValueError if X and y have different lengths (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, *data)


@part("bad_input", marks=1, examples=12)
@given(X=strategies.with_a_hole(REGULAR.A), guard=strategies.guards())
def test_refuses_samples_that_are_not_finite(submission: Subject, X: np.ndarray, guard: Guard) -> None:
    """raises ValueError if an entry of X is NaN or infinite (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, X, REGULAR.b)


@part("bad_input", marks=1, examples=12)
@given(y=strategies.with_a_hole(REGULAR.b), guard=strategies.guards())
def test_refuses_targets_that_are_not_finite(submission: Subject, y: np.ndarray, guard: Guard) -> None:
    """raises ValueError if an entry of y is NaN or infinite (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, REGULAR.A, y)
