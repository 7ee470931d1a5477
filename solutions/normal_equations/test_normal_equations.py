"""The hidden suite of `normal_equations`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import numpy as np
from hypothesis import example, given

from autograder.suite import Crashed, Hung, assert_close, assert_raises, part, shown

from . import strategies
from .strategies import Guard, Samples, System

# Condition numbers are below 50, where elimination and the singular value decomposition lose 1e-14 of theta,
# and detours over squared matrices 1e-12 (for the source's first system 2e-9: 2611 squared times eps).
# Float32 inside, or 1e-6 added to the diagonal, moves theta by 1e-7 at least.
TOLERANCE: Final = 1e-8

# Products of quarters are exact; the smallest mistake is a sixteenth.
EXACT: Final = 1e-9

REGULAR: Final = System(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 5.0]))
GUARD: Final = Guard(REGULAR, first=False)
SOURCE_LARGE: Final = System(np.array([[2070.0, 138.0], [138.0, 10.0]]), np.array([3717.0, 241.0]))
SOURCE_SMALL: Final = System(np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0]))
SOURCE_NONE: Final = System(np.array([[13.0, 13.0], [13.0, 13.0]]), np.array([36.0, 54.0]))
SOURCE_INFINITE: Final = System(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0]))
SKEWED: Final = System(np.array([[2.0, 4.0], [1.0, 2.0]]), np.array([10.0, 5.0]))
HOMOGENEOUS: Final = System(np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([0.0, 0.0]))
SOURCE_LINE: Final = Samples(
    np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]]), np.array([5.0, 8.0, 17.0, -1.0])
)
# Of rank 1, and yet elimination meets no zero, as 0.1 is no binary fraction.
TENTHS: Final = np.array([[0.1, 0.3], [0.3, 0.9]])
MILLIONS: Final = 1e6 * np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])


def close(actual: np.ndarray | None, expected: np.ndarray, what: str) -> None:
    """Assert that a solution is there, and the one expected."""
    assert actual is not None, f"{what} is None, expected {shown(expected)}"
    largest = float(np.abs(expected).max())
    assert_close(actual, expected, what, atol=TOLERANCE * max(1.0, largest))


def is_one_of_the_solutions(theta: np.ndarray | None, system: System) -> None:
    """Assert that A theta = b, up to rounding: whether it is the shortest theta is judged elsewhere."""
    assert theta is not None, "theta is None, expected one of the infinitely many solutions"
    assert theta.shape == system.b.shape, f"theta has shape {theta.shape}, expected {system.b.shape}"
    assert np.isfinite(theta).all(), "theta has an entry that is not finite"
    # Rounding leaves 1e-14 of the largest number, a vector that is no solution a sizable part of it.
    largest = float(max(np.abs(system.A).max(), np.abs(system.b).max()))
    assert_close(system.A @ theta, system.b, "A @ theta, which should be b,", atol=1e-6 * largest)


def is_kind(kind: str, expected: str, reason: str) -> None:
    """Assert that the kind is the one expected."""
    assert kind == expected, f'kind is {kind!r}, expected "{expected}": {reason}'


@contextmanager
def not_of_everything(submission: Any, kind: str, guard: Guard) -> Iterator[None]:
    """Assert that a system with one solution is not given this kind. What it is given is up to `unique`."""

    said: list[str] = []

    def ask() -> None:
        with suppress(AssertionError):
            said.append(submission.solve(*guard.system).kind)

    yield from before_or_after(guard, ask)
    assert kind not in said, f"kind is {kind!r} for a matrix of full rank too"


def before_or_after(guard: Guard, ask: Callable[[], None]) -> Iterator[None]:
    """Ask about the guard before or after the body of a `with`."""
    if guard.first:
        ask()
    yield
    if not guard.first:
        ask()


@contextmanager
def only_then(function: Any, guard: Guard) -> Iterator[None]:
    """Assert that well-formed arguments raise no ValueError. What they do give is judged in other parts."""
    refused: list[Any] = []

    def ask() -> None:
        try:
            assert_raises(ValueError, function, *guard.system)
        except (Crashed, Hung):
            raise
        except AssertionError:
            return
        refused.append(guard.system)

    yield from before_or_after(guard, ask)
    assert not refused, f"{function.name} raised ValueError for well-formed arguments too"


# --- normal_equations ---


@part("normal_equations", marks=6)
@given(data=strategies.samples())
def test_returns_the_square_matrix(submission: Any, reference: Any, data: Samples) -> None:
    """returns A = X^T X, with a row and a column for each feature"""
    assert_close(submission.normal_equations(*data)[0], reference.normal_equations(*data)[0], "A", atol=EXACT)


@part("normal_equations", marks=5)
@given(data=strategies.samples())
def test_returns_the_right_side(submission: Any, reference: Any, data: Samples) -> None:
    """returns b = X^T y, with an entry for each feature"""
    b = submission.normal_equations(X=data.X, y=data.y)[1]
    assert_close(b, reference.normal_equations(*data)[1], "b", atol=EXACT)


@part("normal_equations", marks=2, examples=10)
@given(data=strategies.lines())
def test_sums_over_the_points_of_a_line(submission: Any, data: Samples) -> None:
    """finds the sums over x^2, x and 1 in A, and those over x y and y in b, for points on a line"""
    A, b = submission.normal_equations(*data)
    x = data.X[:, 0]
    assert_close(A, [[x @ x, x.sum()], [x.sum(), len(x)]], "A", atol=EXACT)
    assert_close(b, [x @ data.y, data.y.sum()], "b", atol=EXACT)


@part("normal_equations", marks=2, examples=10)
@given(data=strategies.samples())
def test_leaves_the_samples_alone(submission: Any, reference: Any, data: Samples) -> None:
    """leaves X and y as they were while it computes A"""
    observed = submission.normal_equations.observe(*data)
    assert not observed.changed, f"normal_equations changed {' and '.join(observed.changed)} in place"
    assert_close(observed.value[0], reference.normal_equations(*data)[0], "A", atol=EXACT)


# --- unique ---


@part("unique", marks=7)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
def test_says_unique(submission: Any, reference: Any, system: System) -> None:
    """says "unique" of a matrix of full rank, and gives its solution"""
    solution = submission.solve(*system)
    is_kind(solution.kind, "unique", f"the rank of A is {len(system.A)}")
    close(solution.theta, reference.solve(*system).theta, "theta")


@part("unique", marks=7)
@given(system=strategies.regular())
@example(system=SOURCE_LARGE)
@example(system=SOURCE_SMALL)
def test_solves(submission: Any, reference: Any, system: System) -> None:
    """gives the one solution of A theta = b, of whatever kind it calls it"""
    close(submission.solve(A=system.A, b=system.b).theta, reference.solve(*system).theta, "theta")


@part("unique", marks=3, examples=15)
@given(system=strategies.zero_diagonal())
def test_solves_with_zeros_on_the_diagonal(submission: Any, reference: Any, system: System) -> None:
    """gives the solution also where the diagonal of A is zero"""
    close(submission.solve(*system).theta, reference.solve(*system).theta, "theta")


@part("unique", marks=5, examples=20)
@given(system=strategies.regular(strategies.REGULAR_SCALES))
@example(system=strategies.scaled(np.eye(4), np.array([1.0, 2.0, 3.0, 4.0]), 1e-5))
def test_says_unique_at_every_scale(submission: Any, reference: Any, system: System) -> None:
    """says "unique" also where all numbers are small, and the determinant next to nothing, or large"""
    solution = submission.solve(*system)
    determinant, rank = np.linalg.det(system.A), len(system.A)
    is_kind(solution.kind, "unique", f"the determinant of A is {determinant:.2g}, but its rank is {rank}")
    close(solution.theta, reference.solve(*system).theta, "theta")


@part("unique", marks=3, examples=10)
@given(system=strategies.regular())
def test_leaves_the_system_alone(submission: Any, reference: Any, system: System) -> None:
    """leaves A and b as they were while it solves"""
    observed = submission.solve.observe(*system)
    assert not observed.changed, f"solve changed {' and '.join(observed.changed)} in place"
    close(observed.value.theta, reference.solve(*system).theta, "theta")
    for singular in (SOURCE_INFINITE, SOURCE_NONE):
        try:
            changed = submission.solve.observe(*singular).changed
        except AssertionError:
            continue  # what becomes of a singular system is judged in `singular`
        assert not changed, f"solve changed {' and '.join(changed)} of a singular system in place"


# --- singular ---


def assert_infinite(submission: Any, system: System, guard: Guard) -> None:
    """The kind, and any of the solutions."""
    with not_of_everything(submission, "infinite", guard):
        solution = submission.solve(*system)
        is_kind(solution.kind, "infinite", f"the rank of A is below {len(system.A)}, and that of [A b] is the same")
        is_one_of_the_solutions(solution.theta, system)


def assert_none(submission: Any, system: System, guard: Guard) -> None:
    """The kind alone."""
    with not_of_everything(submission, "none", guard):
        is_kind(submission.solve(A=system.A, b=system.b).kind, "none", "the rank of [A b] is higher than that of A")


@part("singular", marks=6)
@given(system=strategies.consistent(strategies.noticed()), guard=strategies.guards())
@example(system=SOURCE_INFINITE, guard=GUARD)
@example(system=SKEWED, guard=GUARD)
@example(system=HOMOGENEOUS, guard=GUARD)
def test_says_infinite(submission: Any, system: System, guard: Guard) -> None:
    """says "infinite" of a singular system that has solutions, and gives one of them"""
    assert_infinite(submission, system, guard)


@part("singular", marks=5)
@given(system=strategies.inconsistent(strategies.noticed()), guard=strategies.guards())
@example(system=SOURCE_NONE, guard=GUARD)
def test_says_none(submission: Any, system: System, guard: Guard) -> None:
    """says "none" of a singular system that has no solution"""
    assert_none(submission, system, guard)


@part("singular", marks=2, examples=10)
@given(system=strategies.inconsistent(strategies.noticed()), guard=strategies.guards())
def test_has_no_theta_without_solution(submission: Any, system: System, guard: Guard) -> None:
    """gives None as the theta of a system without solution"""
    with not_of_everything(submission, "none", guard):
        solution = submission.solve(*system)
        is_kind(solution.kind, "none", "the rank of [A b] is higher than that of A")
        assert solution.theta is None, f"theta is {shown(solution.theta)}, expected None"


@part("singular", marks=7)
@given(system=strategies.consistent(strategies.noticed()))
@example(system=SOURCE_INFINITE)
@example(system=SKEWED)
def test_gives_the_shortest(submission: Any, reference: Any, system: System) -> None:
    """gives the shortest of infinitely many solutions"""
    close(submission.solve(*system).theta, reference.solve(*system).theta, "theta, the shortest solution,")


@part("singular", marks=1, examples=3)
@given(d=strategies.SIZES, guard=strategies.guards())
def test_solves_zero_for_zero(submission: Any, d: int, guard: Guard) -> None:
    """says "infinite" of the zero matrix with b = 0, of which the zero vector is the shortest solution"""
    with not_of_everything(submission, "infinite", guard):
        solution = submission.solve(np.zeros((d, d)), np.zeros(d))
        is_kind(solution.kind, "infinite", "0 theta = 0 for every theta")
        close(solution.theta, np.zeros(d), "theta")


@part("singular", marks=1, examples=6)
@given(d=strategies.SIZES, guard=strategies.guards())
def test_finds_no_solution_for_zero(submission: Any, d: int, guard: Guard) -> None:
    """says "none" of the zero matrix with any other b"""
    assert_none(submission, System(np.zeros((d, d)), np.arange(1.0, d + 1)), guard)


@part("singular", marks=2, examples=20)
@given(system=strategies.consistent(strategies.unnoticed(), strategies.TENTHS), guard=strategies.guards())
@example(system=System(TENTHS, np.array([0.4, 1.2])), guard=GUARD)
def test_says_infinite_where_elimination_sees_nothing(submission: Any, system: System, guard: Guard) -> None:
    """says "infinite" also where rounding hides from elimination and determinant that A is singular"""
    assert_infinite(submission, system, guard)


@part("singular", marks=2, examples=20)
@given(system=strategies.inconsistent(strategies.unnoticed(), strategies.TENTHS), guard=strategies.guards())
@example(system=System(TENTHS, np.array([1.0, 1.0])), guard=GUARD)
def test_says_none_where_elimination_sees_nothing(submission: Any, system: System, guard: Guard) -> None:
    """says "none" also where rounding hides from elimination and determinant that A is singular"""
    assert_none(submission, system, guard)


@part("singular", marks=2, examples=20)
@given(system=strategies.consistent(strategies.unnoticed(), strategies.SINGULAR_SCALES), guard=strategies.guards())
@example(system=System(MILLIONS, 1e6 * np.array([6.0, 15.0, 24.0])), guard=GUARD)
def test_says_infinite_at_every_scale(submission: Any, system: System, guard: Guard) -> None:
    """says "infinite" also where all numbers are very small or very large"""
    assert_infinite(submission, system, guard)


@part("singular", marks=2, examples=20)
@given(system=strategies.inconsistent(strategies.unnoticed(), strategies.SINGULAR_SCALES), guard=strategies.guards())
@example(system=System(MILLIONS, 1e6 * np.array([6.0, 15.0, 4.0])), guard=GUARD)
def test_says_none_at_every_scale(submission: Any, system: System, guard: Guard) -> None:
    """says "none" also where all numbers are very small or very large"""
    assert_none(submission, system, guard)


# --- least_squares ---


@part("least_squares", marks=3, examples=20)
@given(data=strategies.full_rank())
def test_says_unique_of_independent_columns(submission: Any, reference: Any, data: Samples) -> None:
    """says "unique" where the columns of X are independent, whether or not a theta fits exactly"""
    solution = submission.least_squares(*data)
    is_kind(solution.kind, "unique", f"the rank of X is {data.X.shape[1]}")
    close(solution.theta, reference.least_squares(*data).theta, "theta")


@part("least_squares", marks=6)
@given(data=strategies.full_rank())
@example(data=SOURCE_LINE)
def test_fits(submission: Any, reference: Any, data: Samples) -> None:
    """gives the theta with the least sum of squares, of whatever kind it calls it"""
    close(submission.least_squares(X=data.X, y=data.y).theta, reference.least_squares(*data).theta, "theta")


@part("least_squares", marks=4, examples=20)
@given(data=strategies.rank_deficient())
def test_says_infinite_of_dependent_columns(submission: Any, data: Samples) -> None:
    """says "infinite" where the columns of X depend on each other, and gives a theta that fits best"""
    solution = submission.least_squares(*data)
    rank, columns = np.linalg.matrix_rank(data.X), data.X.shape[1]
    is_kind(solution.kind, "infinite", f"the rank of X is {rank}, and it has {columns} columns")
    is_one_of_the_solutions(solution.theta, System(data.X.T @ data.X, data.X.T @ data.y))
    try:
        said = submission.least_squares(*REGULAR).kind
    except AssertionError:
        return  # judged above
    assert said != "infinite", 'kind is "infinite" for independent columns too'


@part("least_squares", marks=5)
@given(data=strategies.rank_deficient())
@example(data=Samples(np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]), np.array([1.0, 2.0, 6.0])))
def test_fits_with_the_shortest(submission: Any, reference: Any, data: Samples) -> None:
    """gives the shortest theta where the columns of X depend on each other"""
    shortest = reference.least_squares(*data).theta
    close(submission.least_squares(*data).theta, shortest, "theta, the shortest solution,")


@part("least_squares", marks=2, examples=10)
@given(data=strategies.full_rank())
def test_leaves_the_data_alone(submission: Any, reference: Any, data: Samples) -> None:
    """leaves X and y as they were while it fits"""
    observed = submission.least_squares.observe(*data)
    assert not observed.changed, f"least_squares changed {' and '.join(observed.changed)} in place"
    close(observed.value.theta, reference.least_squares(*data).theta, "theta")
    try:
        changed = submission.least_squares.observe(*SKEWED).changed
    except AssertionError:
        return  # what becomes of dependent columns is judged above
    assert not changed, f"least_squares changed {' and '.join(changed)} in place"


# --- bad_input ---


@part("bad_input", marks=2, examples=10)
@given(A=strategies.oblong(), guard=strategies.guards())
def test_refuses_a_matrix_that_is_not_square(submission: Any, A: np.ndarray, guard: Guard) -> None:
    """raises ValueError where A is not square (solve)"""
    with only_then(submission.solve, guard):
        assert_raises(ValueError, submission.solve, A, np.ones(len(A)))


@part("bad_input", marks=2, examples=10)
@given(system=strategies.of_other_length(), guard=strategies.guards())
def test_refuses_a_b_of_another_length(submission: Any, system: System, guard: Guard) -> None:
    """raises ValueError where b has another length than A (solve)"""
    with only_then(submission.solve, guard):
        assert_raises(ValueError, submission.solve, *system)


@part("bad_input", marks=1, examples=12)
@given(A=strategies.with_a_hole(REGULAR.A), guard=strategies.guards())
def test_refuses_a_matrix_that_is_not_finite(submission: Any, A: np.ndarray, guard: Guard) -> None:
    """raises ValueError where an entry of A is NaN or infinite (solve)"""
    with only_then(submission.solve, guard):
        assert_raises(ValueError, submission.solve, A, REGULAR.b)


@part("bad_input", marks=1, examples=12)
@given(b=strategies.with_a_hole(REGULAR.b), guard=strategies.guards())
def test_refuses_a_b_that_is_not_finite(submission: Any, b: np.ndarray, guard: Guard) -> None:
    """raises ValueError where an entry of b is NaN or infinite (solve)"""
    with only_then(submission.solve, guard):
        assert_raises(ValueError, submission.solve, REGULAR.A, b)


@part("bad_input", marks=2, examples=10)
@given(data=strategies.of_different_lengths(), guard=strategies.guards())
def test_refuses_samples_of_different_lengths(submission: Any, data: Samples, guard: Guard) -> None:
    """raises ValueError where X and y have different lengths (least_squares)"""
    with only_then(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, *data)


@part("bad_input", marks=1, examples=12)
@given(X=strategies.with_a_hole(REGULAR.A), guard=strategies.guards())
def test_refuses_samples_that_are_not_finite(submission: Any, X: np.ndarray, guard: Guard) -> None:
    """raises ValueError where an entry of X is NaN or infinite (least_squares)"""
    with only_then(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, X, REGULAR.b)


@part("bad_input", marks=1, examples=12)
@given(y=strategies.with_a_hole(REGULAR.b), guard=strategies.guards())
def test_refuses_targets_that_are_not_finite(submission: Any, y: np.ndarray, guard: Guard) -> None:
    """raises ValueError where an entry of y is NaN or infinite (least_squares)"""
    with only_then(submission.least_squares, guard):
        assert_raises(ValueError, submission.least_squares, REGULAR.A, y)
