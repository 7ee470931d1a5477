"""The hidden checks of what `solve` and `least_squares` refuse."""

from typing import Final

import numpy as np
import pytest
from hypothesis import example, given

from autograder import Subject, assert_raises, part

from . import bad_input
from .comparisons import REGULAR, nothing_else_refused
from .strategies import Guard, Samples, System, guards

GUARD: Final = Guard(REGULAR, first=False)
SINGLE: Final = np.array([2.0])
THREE: Final = np.array([1.0, 5.0, 2.0])
TALL: Final = System(np.array([[2.0, 1.0], [1.0, 3.0], [0.0, 1.0]]), THREE)
WIDE: Final = System(TALL.A.T, REGULAR.b)


@part("bad_input", marks=2, examples=10)
@given(system=bad_input.oblong(), guard=guards())
@example(system=TALL, guard=GUARD)
@example(system=WIDE, guard=GUARD)
@example(system=System(np.array([[2.0, 1.0, 1.0, 3.0]]), REGULAR.b), guard=GUARD)
@example(system=System(np.array([[2.0], [1.0], [1.0], [3.0]]), REGULAR.b), guard=GUARD)
def test_refuses_a_matrix_that_is_not_square(submission: Subject, system: System, guard: Guard) -> None:
    """raises ValueError if A is not square (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, *system)


@part("bad_input", marks=2, examples=10)
@given(system=bad_input.of_other_length(), guard=guards())
@example(system=REGULAR._replace(b=SINGLE), guard=GUARD)
@example(system=REGULAR._replace(b=THREE), guard=GUARD)
def test_refuses_a_b_of_another_length(submission: Subject, system: System, guard: Guard) -> None:
    """raises ValueError if A and b have different lengths (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, *system)


@part("bad_input", marks=1, examples=8)
@pytest.mark.parametrize("hole", bad_input.NOT_FINITE)
@given(system=bad_input.systems(), place=bad_input.places(), guard=guards())
def test_refuses_a_matrix_that_is_not_finite(
    submission: Subject, system: System, place: float, hole: float, guard: Guard
) -> None:
    """raises ValueError if an entry of A is NaN or infinite (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, bad_input.with_a_hole(system.A, place, hole), system.b)


@part("bad_input", marks=1, examples=8)
@pytest.mark.parametrize("hole", bad_input.NOT_FINITE)
@given(system=bad_input.systems(), place=bad_input.places(), guard=guards())
def test_refuses_a_b_that_is_not_finite(
    submission: Subject, system: System, place: float, hole: float, guard: Guard
) -> None:
    """raises ValueError if an entry of b is NaN or infinite (solve)"""
    with nothing_else_refused(submission.solve, guard):
        assert_raises(ValueError, submission.solve, system.A, bad_input.with_a_hole(system.b, place, hole))


@part("bad_input", marks=2, examples=10)
@given(data=bad_input.of_different_lengths(), guard=guards())
@example(data=Samples(REGULAR.A, SINGLE), guard=GUARD)
@example(data=Samples(REGULAR.A, THREE), guard=GUARD)
@example(data=Samples(TALL.A, REGULAR.b), guard=GUARD)
def test_refuses_samples_of_different_lengths(submission: Subject, data: Samples, guard: Guard) -> None:
    """raises ValueError if X and y have different lengths (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, *data)


@part("bad_input", marks=1, examples=8)
@pytest.mark.parametrize("hole", bad_input.NOT_FINITE)
@given(data=bad_input.samples(), place=bad_input.places(), guard=guards())
def test_refuses_samples_that_are_not_finite(
    submission: Subject, data: Samples, place: float, hole: float, guard: Guard
) -> None:
    """raises ValueError if an entry of X is NaN or infinite (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, bad_input.with_a_hole(data.X, place, hole), data.y)


@part("bad_input", marks=1, examples=8)
@pytest.mark.parametrize("hole", bad_input.NOT_FINITE)
@given(data=bad_input.samples(), place=bad_input.places(), guard=guards())
def test_refuses_targets_that_are_not_finite(
    submission: Subject, data: Samples, place: float, hole: float, guard: Guard
) -> None:
    """raises ValueError if an entry of y is NaN or infinite (least_squares)"""
    with nothing_else_refused(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, data.X, bad_input.with_a_hole(data.y, place, hole))
