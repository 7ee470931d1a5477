"""The hidden checks of `solve` for singular matrices: none or infinitely many solutions, and the shortest."""

from typing import Final

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import Subject, part, shown

from . import strategies, traps
from .comparisons import (
    REGULAR,
    SKEWED,
    SOURCE_INFINITE,
    SOURCE_NONE,
    assert_kind,
    assert_solves,
    assert_theta,
    not_for_everything,
)
from .strategies import Guard, System, scaled

GUARD: Final = Guard(REGULAR, first=False)
HOMOGENEOUS: Final = System(np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([0.0, 0.0]))
# Of rank 1, and yet elimination meets no zero, as 0.1 is not a binary fraction.
TENTHS: Final = np.array([[0.1, 0.3], [0.3, 0.9]])
# What depends on others comes first.
ABSENT_FIRST: Final = np.array([[0.0, 1.0], [0.0, 0.0]])
EQUAL_FIRST: Final = np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 3.0], [1.0, 1.0, 4.0]])
ALIKE: Final = np.array([[1.0, 2.0, 4.0], [2.0, 4.0, 8.0], [1.0, 2.0, 4.0]])
ABSENT_LAST: Final = np.array([[1.0, 0.0], [0.0, 0.0]])
# The second column is the first times the root of 3, rounded; all negative.
ROOTS: Final = System(
    -np.array([[7.14142842854285, 12.36931687685298], [1.4142135623730951, 2.4494897427831783]]),
    np.array([7.14142842854285, 1.4142135623730951]),
)
# Entries of b are 0 where no row of A is: only rounding is left of these equations.
ZEROS_IN_B: Final = System(
    np.array([[6.0, 6.0, 9.0], [-2.0, -2.0, -3.0], [-3.0, -6.0, -9.0]]), np.array([0.0, 0.0, 6.0])
)
COUNTED: Final = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])

RANK_IS_HIGHER: Final = "the rank of [A b] is higher than that of A"


def assert_infinite(submission: Subject, system: System, guard: Guard) -> None:
    """The kind, and any of the solutions."""
    with not_for_everything(submission, "infinite", guard):
        solution = submission.solve(*system)
        why = f"the rank of A is below {len(system.A)}, and that of [A b] is the same"
        assert_kind(solution.kind, "infinite", why)
        assert_solves(solution.theta, system)


def assert_none(submission: Subject, system: System, guard: Guard) -> None:
    """The kind alone."""
    with not_for_everything(submission, "none", guard):
        assert_kind(submission.solve(A=system.A, b=system.b).kind, "none", RANK_IS_HIGHER)


@part("singular", marks=3)
@given(system=strategies.consistent(strategies.noticed()), guard=strategies.guards())
@example(system=SOURCE_INFINITE, guard=GUARD)
@example(system=SKEWED, guard=GUARD)
@example(system=HOMOGENEOUS, guard=GUARD)
@example(system=System(ABSENT_FIRST, np.array([1.0, 0.0])), guard=GUARD)
@example(system=System(ABSENT_LAST, np.array([1.0, 0.0])), guard=GUARD)
@example(system=System(EQUAL_FIRST, np.array([3.0, 4.0, 5.0])), guard=GUARD)
@example(system=ZEROS_IN_B, guard=GUARD)
def test_says_infinite(submission: Subject, system: System, guard: Guard) -> None:
    """says "infinite" for a singular system that has solutions, and returns one of them"""
    assert_infinite(submission, system, guard)


@part("singular", marks=3)
@given(system=strategies.inconsistent(strategies.noticed()), guard=strategies.guards())
@example(system=SOURCE_NONE, guard=GUARD)
@example(system=System(ABSENT_FIRST, np.array([1.0, 1.0])), guard=GUARD)
@example(system=System(EQUAL_FIRST, np.array([3.0, 4.0, 6.0])), guard=GUARD)
def test_says_none(submission: Subject, system: System, guard: Guard) -> None:
    """says "none" for a singular system that has no solution"""
    assert_none(submission, system, guard)


@part("singular", marks=1, examples=10)
@given(system=strategies.inconsistent(strategies.noticed()), guard=strategies.guards())
def test_has_no_theta_without_solution(submission: Subject, system: System, guard: Guard) -> None:
    """returns None as theta for a system that has no solution"""
    with not_for_everything(submission, "none", guard):
        solution = submission.solve(*system)
        assert_kind(solution.kind, "none", RANK_IS_HIGHER)
        assert solution.theta is None, f"theta should be None for kind 'none', got {shown(solution.theta)}"


@part("singular", marks=4)
@given(system=strategies.consistent(strategies.noticed()))
@example(system=SOURCE_INFINITE)
@example(system=SKEWED)
@example(system=System(ABSENT_FIRST, np.array([1.0, 0.0])))
@example(system=System(EQUAL_FIRST, np.array([3.0, 4.0, 5.0])))
@example(system=System(ALIKE, np.array([3.0, 6.0, 3.0])))
def test_gives_the_shortest(submission: Subject, reference: Subject, system: System) -> None:
    """returns the shortest of infinitely many solutions"""
    assert_theta(submission.solve(*system).theta, reference.solve(*system).theta, "theta, the shortest solution,")


@part("singular", marks=1, examples=4)
@pytest.mark.parametrize("scale", strategies.FAR)
@given(system=strategies.consistent(strategies.noticed()))
@example(system=SOURCE_INFINITE)
@example(system=System(COUNTED, np.array([6.0, 15.0, 24.0])))
def test_gives_the_shortest_at_every_scale(
    submission: Subject, reference: Subject, system: System, scale: float
) -> None:
    """returns the shortest solution even if all numbers are very small or very large"""
    large = scaled(*system, scale)
    assert_theta(submission.solve(*large).theta, reference.solve(*large).theta, "theta, the shortest solution,")


@part("singular", marks=1, examples=3)
@given(system=traps.homogeneous(), guard=strategies.guards())
@example(system=System(np.zeros((1, 1)), np.zeros(1)), guard=GUARD)
@example(system=System(np.zeros((2, 2)), np.zeros(2)), guard=GUARD)
@example(system=System(np.zeros((3, 3)), np.zeros(3)), guard=GUARD)
def test_solves_zero_for_zero(submission: Subject, system: System, guard: Guard) -> None:
    """says "infinite" for b = 0 if A is singular, or zero, and returns the zero vector, the shortest solution"""
    with not_for_everything(submission, "infinite", guard):
        solution = submission.solve(*system)
        assert_kind(solution.kind, "infinite", f"the rank of A is below {len(system.A)}, and A 0 = 0")
        assert_theta(solution.theta, np.zeros(len(system.A)))


@part("singular", marks=1, examples=6)
@given(d=strategies.SIZES, guard=strategies.guards())
def test_finds_no_solution_for_zero(submission: Subject, d: int, guard: Guard) -> None:
    """says "none" for the zero matrix and any other b"""
    assert_none(submission, System(np.zeros((d, d)), np.arange(1.0, d + 1)), guard)


@part("singular", marks=5, examples=20)
@given(
    system=strategies.consistent(strategies.unnoticed(), 0.1) | traps.roots(solvable=True), guard=strategies.guards()
)
@example(system=System(TENTHS, np.array([0.4, 1.2])), guard=GUARD)
@example(system=System(-TENTHS, np.array([0.4, 1.2])), guard=GUARD)
@example(system=ROOTS, guard=GUARD)
def test_says_infinite_where_elimination_sees_nothing(submission: Subject, system: System, guard: Guard) -> None:
    """says "infinite" even if rounding hides from elimination and determinant that A is singular"""
    assert_infinite(submission, system, guard)


@part("singular", marks=5, examples=20)
@given(
    system=strategies.inconsistent(strategies.unnoticed(), 0.1) | traps.roots(solvable=False),
    guard=strategies.guards(),
)
@example(system=System(TENTHS, np.array([1.0, 1.0])), guard=GUARD)
@example(system=System(-TENTHS, np.array([1.0, 1.0])), guard=GUARD)
@example(system=ROOTS._replace(b=np.array([9.0, 9.0])), guard=GUARD)
def test_says_none_where_elimination_sees_nothing(submission: Subject, system: System, guard: Guard) -> None:
    """says "none" even if rounding hides from elimination and determinant that A is singular"""
    assert_none(submission, system, guard)


@part("singular", marks=2, examples=4)
@pytest.mark.parametrize("scale", strategies.SCALES)
@given(system=strategies.consistent(strategies.unnoticed()), guard=strategies.guards())
@example(system=System(COUNTED, np.array([6.0, 15.0, 24.0])), guard=GUARD)
def test_says_infinite_at_every_scale(submission: Subject, system: System, guard: Guard, scale: float) -> None:
    """says "infinite" even if all numbers are very small or very large"""
    assert_infinite(submission, scaled(*system, scale), guard)


@part("singular", marks=2, examples=4)
@pytest.mark.parametrize("scale", strategies.SCALES)
@given(system=strategies.inconsistent(strategies.unnoticed()), guard=strategies.guards())
@example(system=System(COUNTED, np.array([6.0, 15.0, 4.0])), guard=GUARD)
def test_says_none_at_every_scale(submission: Subject, system: System, guard: Guard, scale: float) -> None:
    """says "none" even if all numbers are very small or very large"""
    assert_none(submission, scaled(*system, scale), guard)


@part("singular", marks=1, examples=8)
@pytest.mark.parametrize("scale", strategies.FAR)
@given(system=strategies.hardly_inconsistent(), guard=strategies.guards())
def test_says_none_where_little_is_missing(submission: Subject, system: System, guard: Guard, scale: float) -> None:
    """says "none" even if only a thousandth of b is out of reach"""
    assert_none(submission, scaled(*system, scale), guard)


@part("singular", marks=1, examples=3)
@given(systems=st.tuples(*(strategies.consistent(strategies.large(size)) for size in strategies.LARGE)))
def test_gives_the_shortest_of_large_systems(
    submission: Subject, reference: Subject, systems: tuple[System, ...]
) -> None:
    """says "infinite" of up to 12 unknowns, some columns sums of several others, and returns the shortest solution"""
    for system in systems:
        solution = submission.solve(*system)
        assert_kind(
            solution.kind, "infinite", "some columns of A are sums of several others, and b is a sum of columns"
        )
        assert_theta(solution.theta, reference.solve(*system).theta, "theta, the shortest solution,")
