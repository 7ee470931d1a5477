"""The hidden checks of `solve` for matrices of full rank."""

from typing import Final

import numpy as np
from hypothesis import example, given

from autograder import Subject, assert_unchanged, part

from . import strategies
from .comparisons import SOURCE_INFINITE, SOURCE_NONE, assert_kind, assert_theta
from .strategies import System

SOURCE_LARGE: Final = System(np.array([[2070.0, 138.0], [138.0, 10.0]]), np.array([3717.0, 241.0]))
SOURCE_SMALL: Final = System(np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0]))


@part("unique", marks=7)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
def test_says_unique(submission: Subject, reference: Subject, system: System) -> None:
    """says "unique" for a matrix of full rank, and returns the solution"""
    solution = submission.solve(*system)
    assert_kind(solution.kind, "unique", f"the rank of A is {len(system.A)}")
    assert_theta(solution.theta, reference.solve(*system).theta)


@part("unique", marks=7)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
def test_solves(submission: Subject, reference: Subject, system: System) -> None:
    """returns the one solution of A theta = b, whatever kind it says"""
    assert_theta(submission.solve(A=system.A, b=system.b).theta, reference.solve(*system).theta)


@part("unique", marks=3, examples=15)
@given(system=strategies.zero_diagonal())
def test_solves_with_zeros_on_the_diagonal(submission: Subject, reference: Subject, system: System) -> None:
    """returns the solution even if the diagonal of A is zero"""
    assert_theta(submission.solve(*system).theta, reference.solve(*system).theta)


@part("unique", marks=5, examples=20)
@given(system=strategies.regular(strategies.REGULAR_SCALES))
@example(system=strategies.scaled(np.eye(4), np.array([1.0, 2.0, 3.0, 4.0]), 1e-5))
def test_says_unique_at_every_scale(submission: Subject, reference: Subject, system: System) -> None:
    """says "unique" even if all numbers are large, or so small that the determinant is nearly zero"""
    solution = submission.solve(*system)
    determinant, rank = np.linalg.det(system.A), len(system.A)
    assert_kind(solution.kind, "unique", f"the determinant of A is {determinant:.2g}, but its rank is {rank}")
    assert_theta(solution.theta, reference.solve(*system).theta)


@part("unique", marks=3, examples=10)
@given(system=strategies.regular())
def test_leaves_the_system_alone(submission: Subject, reference: Subject, system: System) -> None:
    """leaves A and b unchanged"""
    observed = submission.solve.observe(*system)
    assert_unchanged(observed)
    assert_theta(observed.value.theta, reference.solve(*system).theta)
    for singular in (SOURCE_INFINITE, SOURCE_NONE):
        try:
            observed = submission.solve.observe(*singular)
        except AssertionError:
            continue  # what becomes of a singular system is judged in `singular`
        assert_unchanged(observed)
