"""The hidden checks of `solve` for matrices of full rank."""

from typing import Final

import numpy as np
import pytest
from hypothesis import example, given

from autograder import Subject, assert_unchanged, part

from . import strategies, traps
from .comparisons import SOURCE_INFINITE, SOURCE_NONE, assert_kind, assert_theta
from .strategies import Bases, System, scaled

SOURCE_LARGE: Final = System(np.array([[2070.0, 138.0], [138.0, 10.0]]), np.array([3717.0, 241.0]))
SOURCE_SMALL: Final = System(np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0]))
HOMOGENEOUS: Final = System(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([0.0, 0.0]))
# Its upper left is singular, and yet elimination meets no zero there, as 0.1 is not a binary fraction.
HIDDEN_ZERO: Final = System(np.array([[0.1, 0.3, 0.7], [0.3, 0.9, 0.4], [0.2, 0.5, 0.9]]), np.array([1.1, 1.6, 1.6]))
TINY: Final = 1e-3  # of a determinant, which may be taken for zero
# A number of tenths that is divided by another and multiplied by it again may come back with another last bit.
IN_TENTHS: Final = System(
    np.array([[7.1, 0.3, -0.7, 1.1], [0.9, -5.7, 1.3, 0.1], [-1.7, 0.7, 6.3, 0.6], [0.2, 1.9, -0.4, 4.9]]),
    np.array([2.3, -1.1, 5.7, 0.7]),
)
FOUR: Final = Bases(
    np.array([1.0, 2.0, 3.0, 1.0]), np.array([-2.0, -1.0, -3.0, -2.0]), np.ones(4), np.array([1.0, -0.5, 0.25, 0.75])
)


def assert_unique(submission: Subject, reference: Subject, system: System, condition: float = 1.0) -> None:
    """The kind and the solution."""
    solution = submission.solve(*system)
    determinant, rank = np.linalg.det(system.A), len(system.A)
    why = f"the determinant of A is {determinant:.2g}, but its rank is {rank}"
    assert_kind(solution.kind, "unique", why if abs(determinant) < TINY else f"the rank of A is {rank}")
    assert_theta(solution.theta, reference.solve(*system).theta, condition=condition)


@part("unique", marks=6)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
@example(system=HOMOGENEOUS)
def test_says_unique(submission: Subject, reference: Subject, system: System) -> None:
    """says "unique" for a matrix of full rank, and returns the solution"""
    assert_unique(submission, reference, system)


@part("unique", marks=6)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
def test_solves(submission: Subject, reference: Subject, system: System) -> None:
    """returns the one solution of A theta = b, whatever kind it says, and another one for another b"""
    assert_theta(submission.solve(A=system.A, b=system.b).theta, reference.solve(*system).theta)
    other = System(system.A, system.b + np.arange(1.0, len(system.b) + 1))
    assert_theta(submission.solve(*other).theta, reference.solve(*other).theta, "theta, for the same A and another b,")


@part("unique", marks=2, examples=15)
@given(system=strategies.zero_diagonal())
@example(system=System(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([2.0, 3.0])))
def test_solves_with_zeros_on_the_diagonal(submission: Subject, reference: Subject, system: System) -> None:
    """says "unique" even if the diagonal of A is zero, and returns the solution"""
    assert_unique(submission, reference, system)


@part("unique", marks=1, examples=4)
@given(system=traps.hidden_zeros())
@example(system=HIDDEN_ZERO)
def test_solves_where_rounding_hides_a_zero(submission: Subject, reference: Subject, system: System) -> None:
    """returns the solution even if a part of A is singular, and rounding hides that from elimination"""
    assert_theta(submission.solve(*system).theta, reference.solve(*system).theta)


@part("unique", marks=4, examples=4)
@pytest.mark.parametrize("scale", strategies.SCALES)
@given(system=strategies.regular())
def test_says_unique_at_every_scale(submission: Subject, reference: Subject, system: System, scale: float) -> None:
    """says "unique" even if all numbers are large, or so small that the determinant is nearly zero"""
    assert_unique(submission, reference, scaled(*system, scale))


@part("unique", marks=1, examples=4)
@pytest.mark.parametrize("condition", strategies.CONDITIONS)
@pytest.mark.parametrize("scale", strategies.FAR)
@given(bases=strategies.bases())
def test_says_unique_of_nearly_dependent_columns(
    submission: Subject, reference: Subject, bases: Bases, condition: float, scale: float
) -> None:
    """says "unique" even if the columns of A are nearly dependent: its condition number is below a million"""
    assert_unique(submission, reference, System(*bases.samples(condition, scale)), condition)


@part("unique", marks=1, examples=3)
@pytest.mark.parametrize("scale", strategies.FAR)
@given(bases=strategies.bases(features=(4, 5)))
@example(bases=FOUR)
def test_says_unique_of_columns_that_are_nearly_multiples(
    submission: Subject, reference: Subject, bases: Bases, scale: float
) -> None:
    """says "unique" even if all columns of A are nearly multiples of one, so that several singular values are small"""
    condition = max(strategies.CONDITIONS)
    assert_unique(submission, reference, System(*bases.steep(condition, scale)), condition)


@part("unique", marks=1, examples=3)
@pytest.mark.parametrize("size", strategies.LARGE)
@given(system=strategies.regular(sizes=(12, 12)))
def test_solves_large_systems(submission: Subject, reference: Subject, system: System, size: int) -> None:
    """says "unique" of up to 12 unknowns, and returns the solution"""
    assert_unique(submission, reference, System(system.A[:size, :size], system.b[:size]))  # as dominant as the whole


@part("unique", marks=3, examples=10)
@given(
    system=strategies.regular() | strategies.zero_diagonal() | strategies.regular(1e-9),
    singular=strategies.consistent(strategies.noticed()) | strategies.inconsistent(strategies.noticed()),
)
@example(system=IN_TENTHS, singular=System(np.outer([1.1, 0.7, 5.7], [0.3, 1.9, 2.3]), np.array([1.1, 0.7, 5.7])))
def test_leaves_the_system_alone(submission: Subject, reference: Subject, system: System, singular: System) -> None:
    """leaves A and b unchanged"""
    observed = submission.solve.observe(*system)
    assert_unchanged(observed)
    assert_theta(observed.value.theta, reference.solve(*system).theta)
    for other in (singular, SOURCE_INFINITE, SOURCE_NONE):
        try:
            observed = submission.solve.observe(*other)
        except AssertionError:
            continue  # what becomes of a singular system is judged in `singular`
        assert_unchanged(observed)
