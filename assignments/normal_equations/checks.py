"""The public checks of normal_equations: the source examples, and cases that can be worked out by hand."""

from typing import Final

import numpy as np
import pytest

from autograder import Subject, assert_close, assert_equal, assert_raises, part

# What the hidden suite looks at beyond these checks.
BEYOND: Final[dict[str, str]] = {
    "normal_equations": "data of other shapes, also fewer samples than features, and that X and y are left unchanged",
    "unique": (
        "other matrices, up to 4 by 4, with zeros on the diagonal, numbers of other sizes, "
        "and that A and b are left unchanged"
    ),
    "singular": (
        "other singular matrices, up to 4 by 4 and of every lower rank, the zero matrix, other fractions, numbers of "
        "other sizes, and the shortest solution of each"
    ),
    "least_squares": (
        "other data that no theta fits exactly, dependent columns, fewer samples than features, "
        "and that X and y are left unchanged"
    ),
    "bad_input": "other shapes and lengths, and NaN and both infinities in every argument",
}

# Of what may fail because other parts do: a mistake costs the part that it belongs to.
FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "singular": ("unique",),
    "least_squares": ("normal_equations", "unique", "singular"),
}

X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
# Of rank 1, but rounding makes the determinant 1e-17: 0.1, 0.3 and 0.9 are not binary fractions.
TENTHS: Final = np.array([[0.1, 0.3], [0.3, 0.9]])
Y: Final = np.array([5.0, 8.0, 17.0, -1.0])


@part("normal_equations")
def test_gives_the_equations_of_four_points(submission: Subject) -> None:
    """returns the normal equations of the line through four points"""
    A, b = submission.normal_equations(X, Y)
    assert_close(A, [[31, 7], [7, 4]], "A", atol=1e-9)
    assert_close(b, [107, 29], "b", atol=1e-9)


@part("normal_equations")
def test_gives_the_equations_of_a_single_feature(submission: Subject) -> None:
    """returns A of shape (1, 1) and b of shape (1,) for a single feature, of each call's own numbers"""
    for column, targets, square, product in (((1.0, 2.0), (3.0, 4.0), 5, 11), ((2.0, 0.0), (1.0, 5.0), 4, 2)):
        A, b = submission.normal_equations(np.array(column)[:, None], np.array(targets))
        assert_close(A, [[square]], "A", atol=1e-9)
        assert_close(b, [product], "b", atol=1e-9)


@part("unique")
def test_solves_the_first_system(submission: Subject) -> None:
    """solves [[2070, 138], [138, 10]] theta = [3717, 241]"""
    solution = submission.solve(np.array([[2070.0, 138.0], [138.0, 10.0]]), np.array([3717.0, 241.0]))
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [2.36231884, -8.5], "theta", atol=2e-8)


@part("unique")
def test_solves_the_second_system(submission: Subject) -> None:
    """solves [[5, 7], [7, 10]] theta = [4, 5]"""
    solution = submission.solve(A=np.array([[5.0, 7.0], [7.0, 10.0]]), b=np.array([4.0, 5.0]))
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [5, -3], "theta", atol=1e-6)


@part("unique")
@pytest.mark.parametrize("size", [1e-9, 1e-5, 1e9])
def test_judges_relatively(submission: Subject, size: float) -> None:
    """solves systems of full rank whose numbers are all very small or very large"""
    solution = submission.solve(size * np.eye(4), size * np.array([1.0, 2.0, 3.0, 4.0]))
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [1, 2, 3, 4], "theta", atol=1e-6)


@part("unique")
def test_solves_a_system_that_is_not_symmetric(submission: Subject) -> None:
    """solves [[0, 2], [1, 1]] theta = [4, 3], and the same A with b = 0"""
    A = np.array([[0.0, 2.0], [1.0, 1.0]])
    for b, theta in (((4.0, 3.0), (1.0, 2.0)), ((0.0, 0.0), (0.0, 0.0))):
        solution = submission.solve(A, np.array(b))
        assert_equal(solution.kind, "unique", f"kind for b = {[round(entry) for entry in b]}")
        assert_close(solution.theta, theta, "theta", atol=1e-9)


@part("unique")
def test_solves_symmetric_systems(submission: Subject) -> None:
    """solves [[1, 2], [2, 1]] theta = [3, 3], and a system of four equations whose solution is 1 everywhere"""
    chain = 2 * np.eye(4) + np.eye(4, k=1) + np.eye(4, k=-1)
    for A, b in ((np.array([[1.0, 2.0], [2.0, 1.0]]), (3.0, 3.0)), (chain, (3.0, 4.0, 4.0, 3.0))):
        solution = submission.solve(A, np.array(b))
        assert_equal(solution.kind, "unique", "kind")
        assert_close(solution.theta, np.ones(len(A)), "theta", atol=1e-9)


@part("singular")
def test_finds_no_solution(submission: Subject) -> None:
    """says "none" for [[13, 13], [13, 13]] theta = [36, 54]"""
    solution = submission.solve(np.array([[13.0, 13.0], [13.0, 13.0]]), np.array([36.0, 54.0]))
    assert_equal(solution.kind, "none", "kind")
    assert solution.theta is None, "theta should be None for kind 'none'"


@part("singular")
def test_finds_the_shortest_of_many(submission: Subject) -> None:
    """finds the shortest of the solutions of [[5, 5], [5, 5]] theta = [15, 15]"""
    solution = submission.solve(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0]))
    assert_equal(solution.kind, "infinite", "kind")
    assert_close(solution.theta, [1.5, 1.5], "theta", atol=1e-6)


@part("singular")
def test_finds_the_shortest_where_a_is_not_symmetric(submission: Subject) -> None:
    """finds the shortest of the solutions of [[1, 3], [2, 6]] theta = [10, 20]"""
    solution = submission.solve(np.array([[1.0, 3.0], [2.0, 6.0]]), np.array([10.0, 20.0]))
    assert_equal(solution.kind, "infinite", "kind")
    assert_close(solution.theta, [1, 3], "theta", atol=1e-6)


@part("singular")
def test_notices_a_row_that_is_the_sum_of_two(submission: Subject) -> None:
    """tells that [[1, 0, 1], [0, 1, 1], [1, 1, 2]] is singular, though no row is a multiple of another"""
    A = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 2.0]])
    assert_equal(submission.solve(A, np.array([1.0, 1.0, 3.0])).kind, "none", "kind for b = [1, 1, 3]")
    assert_equal(submission.solve(A, np.array([1.0, 1.0, 2.0])).kind, "infinite", "kind for b = [1, 1, 2]")


@part("singular")
def test_takes_rows_and_columns_of_zeros(submission: Subject) -> None:
    """solves [[1, 0], [0, 0]] theta = [1, 0], where the second unknown may be anything, and not theta = [1, 1]"""
    A = np.array([[1.0, 0.0], [0.0, 0.0]])
    solution = submission.solve(A, np.array([1.0, 0.0]))
    assert_equal(solution.kind, "infinite", "kind for b = [1, 0]")
    assert_close(solution.theta, [1, 0], "theta", atol=1e-9)
    assert_equal(submission.solve(A, np.array([1.0, 1.0])).kind, "none", "kind for b = [1, 1]")


@part("singular")
def test_takes_a_rank_that_lacks_two(submission: Subject) -> None:
    """judges three equations of which all left sides are the same, also where b is zero"""
    A = np.ones((3, 3))
    assert_equal(submission.solve(A, np.array([1.0, 1.0, 2.0])).kind, "none", "kind for b = [1, 1, 2]")
    for b, theta in ((3.0, 1.0), (0.0, 0.0)):
        solution = submission.solve(A, np.full(3, b))
        assert_equal(solution.kind, "infinite", f"kind for b = {[round(b)] * 3}")
        assert_close(solution.theta, np.full(3, theta), "theta", atol=1e-9)


@part("singular")
@pytest.mark.parametrize(("b", "kind"), [((1.0, 1.0), "none"), ((0.4, 1.2), "infinite")])
def test_notices_what_rounding_hides(submission: Subject, b: tuple[float, float], kind: str) -> None:
    """tells that [[0.1, 0.3], [0.3, 0.9]] is singular although its determinant is not exactly 0"""
    solution = submission.solve(TENTHS, np.array(b))
    assert_equal(solution.kind, kind, "kind")
    if kind == "infinite":
        assert_close(solution.theta, [0.4, 1.2], "theta", atol=1e-6)


@part("singular")
@pytest.mark.parametrize("size", [1e-9, 1e9])
def test_does_not_depend_on_the_unit(submission: Subject, size: float) -> None:
    """says the same of a singular system whose numbers are all very small or very large"""
    none = submission.solve(size * np.full((2, 2), 13.0), size * np.array([36.0, 54.0]))
    assert_equal(none.kind, "none", "kind")
    many = submission.solve(size * np.full((2, 2), 5.0), size * np.array([15.0, 15.0]))
    assert_equal(many.kind, "infinite", "kind")
    assert_close(many.theta, [1.5, 1.5], "theta", atol=1e-6)


@part("least_squares")
def test_fits_four_points_on_a_line(submission: Subject) -> None:
    """finds the line y = 3 x + 2 that runs through four points"""
    solution = submission.least_squares(X, Y)
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [3, 2], "theta", atol=1e-6)


@part("least_squares")
def test_fits_with_any_constant_column(submission: Subject) -> None:
    """fits data whose second column is 2 everywhere, and data of which no theta fits all"""
    X = np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 2.0]])
    for y, theta in (((7.0, 8.0, 9.0), (1.0, 3.0)), ((1.0, 3.0, 2.0), (0.5, 0.5))):
        solution = submission.least_squares(X, np.array(y))
        assert_equal(solution.kind, "unique", "kind")
        assert_close(solution.theta, theta, "theta", atol=1e-6)


@part("least_squares")
def test_fits_points_above_each_other(submission: Subject) -> None:
    """says "infinite" if all x are equal, and fits the mean of y"""
    solution = submission.least_squares(X=np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]), y=np.array([1.0, 2.0, 6.0]))
    assert_equal(solution.kind, "infinite", "kind")
    assert_close(solution.theta, [1.2, 0.6], "theta", atol=1e-6)


@part("least_squares")
def test_never_says_none(submission: Subject) -> None:
    """never says "none", although rounding moves X^T y a little out of the range of X^T X"""
    X = np.array([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]])
    solution = submission.least_squares(X, np.array([1.0, 0.0, 2.0]))
    assert_equal(solution.kind, "infinite", "kind")
    assert_close(solution.theta, [1.5 / 5.4, 4.5 / 5.4], "theta", atol=1e-6)


@part("bad_input")
def test_refuses_what_is_no_system(submission: Subject) -> None:
    """raises ValueError if A is not square, b has another length, or an entry is NaN (solve)"""
    assert_raises(ValueError, submission.solve, np.ones((2, 3)), np.ones(2))
    assert_raises(ValueError, submission.solve, np.eye(2), np.ones(3))
    assert_raises(ValueError, submission.solve, np.array([[1.0, np.nan], [0.0, 1.0]]), np.ones(2))


@part("bad_input")
def test_refuses_what_is_no_data(submission: Subject) -> None:
    """raises ValueError if X and y have different lengths, or an entry is infinite (least_squares)"""
    assert_raises(ValueError, submission.least_squares, np.eye(2), np.ones(3))
    assert_raises(ValueError, submission.least_squares, np.eye(2), np.array([1.0, np.inf]))
