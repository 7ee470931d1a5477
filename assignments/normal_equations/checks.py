"""The public checks of normal_equations: the source examples, and cases that can be worked out by hand."""

from typing import Final

import numpy as np

from autograder import Subject, assert_close, assert_equal, assert_raises, part

# What the hidden suite looks at beyond these checks.
BEYOND: Final[dict[str, str]] = {
    "normal_equations": "data of other shapes, also fewer samples than features, and that X and y are left unchanged",
    "unique": (
        "other matrices, up to 4 by 4, with zeros on the diagonal, with very small and very large numbers, "
        "and that A and b are left unchanged"
    ),
    "singular": (
        "other singular matrices, up to 4 by 4 and of every lower rank, the zero matrix, fractions whose rounding "
        "hides that the matrix is singular, very small and very large numbers, and the shortest solution of each"
    ),
    "least_squares": (
        "other data that no theta fits exactly, dependent columns, fewer samples than features, "
        "and that X and y are left unchanged"
    ),
    "bad_input": "other shapes, and NaN and both infinities in every argument",
}

X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
Y: Final = np.array([5.0, 8.0, 17.0, -1.0])


@part("normal_equations")
def test_gives_the_equations_of_four_points(submission: Subject) -> None:
    """returns the normal equations of the line through four points"""
    A, b = submission.normal_equations(X, Y)
    assert_close(A, [[31, 7], [7, 4]], "A", atol=1e-9)
    assert_close(b, [107, 29], "b", atol=1e-9)


@part("unique")
def test_solves_the_first_system(submission: Subject) -> None:
    """solves [[2070, 138], [138, 10]] theta = [3717, 241]"""
    solution = submission.solve(np.array([[2070.0, 138.0], [138.0, 10.0]]), np.array([3717.0, 241.0]))
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [2.36231884, -8.5], "theta", atol=1e-6)


@part("unique")
def test_solves_the_second_system(submission: Subject) -> None:
    """solves [[5, 7], [7, 10]] theta = [4, 5]"""
    solution = submission.solve(A=np.array([[5.0, 7.0], [7.0, 10.0]]), b=np.array([4.0, 5.0]))
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [5, -3], "theta", atol=1e-6)


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


@part("least_squares")
def test_fits_four_points_on_a_line(submission: Subject) -> None:
    """finds the line y = 3 x + 2 that runs through four points"""
    solution = submission.least_squares(X, Y)
    assert_equal(solution.kind, "unique", "kind")
    assert_close(solution.theta, [3, 2], "theta", atol=1e-6)


@part("least_squares")
def test_fits_points_above_each_other(submission: Subject) -> None:
    """says "infinite" if all x are equal, and fits the mean of y"""
    solution = submission.least_squares(X=np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]), y=np.array([1.0, 2.0, 6.0]))
    assert_equal(solution.kind, "infinite", "kind")
    assert_close(solution.theta, [1.2, 0.6], "theta", atol=1e-6)


@part("bad_input")
def test_refuses_what_is_no_system(submission: Subject) -> None:
    """raises ValueError if A is not square, or an entry is NaN (solve)"""
    assert_raises(ValueError, submission.solve, np.ones((2, 3)), np.ones(2))
    assert_raises(ValueError, submission.solve, np.array([[1.0, np.nan], [0.0, 1.0]]), np.ones(2))


@part("bad_input")
def test_refuses_what_is_no_data(submission: Subject) -> None:
    """raises ValueError if X and y have different lengths, or an entry is infinite (least_squares)"""
    assert_raises(ValueError, submission.least_squares, np.eye(2), np.ones(3))
    assert_raises(ValueError, submission.least_squares, np.eye(2), np.array([1.0, np.inf]))
