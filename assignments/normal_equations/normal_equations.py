"""Solve the linear model in closed form, and say what happens when the matrix is singular.

The handout is README.md beside this file. Keep the names and signatures; everything else is yours.
"""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """How many solutions A theta = b has, and which."""

    kind: str  # "unique", "infinite" or "none"
    theta: np.ndarray | None  # (d,) the solution; of infinitely many the shortest; None for "none"


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair (A, b) with A = X^T X and b = X^T y.

    Args:
        X: (n, d) float64, a row for each sample.
        y: (n,) float64, the target of each sample.

    Returns:
        A, (d, d) float64, and b, (d,) float64.

    >>> A, b = normal_equations(np.array([[1.0, 1.0], [2.0, 1.0], [6.0, 1.0]]), np.array([3.0, 5.0, 1.0]))
    >>> A
    array([[41.,  9.],
           [ 9.,  3.]])
    >>> b
    array([19.,  9.])
    """
    raise NotImplementedError("TODO: return the two sides of the normal equations.")


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    """Return how many solutions A theta = b has, and the solution or the shortest of them.

    Args:
        A: (d, d) float64, of any rank, symmetric or not.
        b: (d,) float64.

    Returns:
        A Solution. The kind is "unique" if A has full rank, "infinite" if it has not and b is in its range,
        and "none" if b is not. Ranks are numerical ranks, as np.linalg.matrix_rank judges them.

    Raises:
        ValueError: A is not square, b has another length, or an entry of A or b is not finite.

    >>> solution = solve(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0]))
    >>> solution.kind
    'infinite'
    >>> print(np.round(solution.theta, 6))
    [1.5 1.5]
    """
    raise NotImplementedError("TODO: tell the three kinds of systems apart and return the solution.")


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    """Return the theta with the least sum of squares |X theta - y|^2; of several, the shortest.

    Args:
        X: (n, d) float64, a row for each sample; n may be less than d.
        y: (n,) float64, the target of each sample.

    Returns:
        The Solution of the normal equations. They always have one: the kind is "unique" or "infinite".

    Raises:
        ValueError: X and y differ in length, or an entry of X or y is not finite.

    >>> solution = least_squares(np.array([[1.0, 1.0], [2.0, 1.0], [3.0, 1.0]]), np.array([1.0, 3.0, 5.0]))
    >>> solution.kind
    'unique'
    >>> print(np.round(solution.theta, 6))
    [ 2. -1.]
    """
    raise NotImplementedError("TODO: return the solution of the normal equations of X and y.")
