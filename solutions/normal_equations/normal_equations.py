"""Reference of the assignment normal_equations: the linear model in closed form, and what a singular matrix means."""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """How many solutions A theta = b has, and which."""

    kind: str  # "unique", "infinite" or "none"
    theta: np.ndarray | None  # (d,) the solution; of infinitely many the shortest; None for "none"


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (A, b) with A = X^T X and b = X^T y.

    Args:
        X: (n, d) float64, a row for each sample.
        y: (n,) float64, the targets.

    Returns:
        A, (d, d) float64, and b, (d,) float64.
    """
    return X.T @ X, X.T @ y


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    """Say whether A theta = b has one solution, infinitely many or none, and return the (shortest) solution.

    Args:
        A: (d, d) float64, symmetric or not.
        b: (d,) float64.

    Raises:
        ValueError: A is not square, b has another length, or an entry is not finite.
    """
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square, its shape is {A.shape}")
    if b.shape != A.shape[:1]:
        raise ValueError(f"b must have the length of A, {len(A)}, its shape is {b.shape}")
    _require_finite(A, "A")
    _require_finite(b, "b")

    # The rank decides, not the determinant: that changes with the units of A (a factor c makes it c^d
    # times as large), and rounding makes it 1e-17 where it should be 0.
    rank = np.linalg.matrix_rank(A)
    if rank == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    # b is a combination of A's columns exactly when it adds nothing to their rank.
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    return Solution("infinite", _shortest(A, b))


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    """Return the theta that minimises |X theta - y|, which is the solution of the normal equations.

    Args:
        X: (n, d) float64, a row for each sample.
        y: (n,) float64, the targets.

    Raises:
        ValueError: X and y differ in length, or an entry is not finite.
    """
    if len(X) != len(y):
        raise ValueError(f"X and y must have one length, they have {len(X)} and {len(y)}")
    _require_finite(X, "X")
    _require_finite(y, "y")
    # `solve(*normal_equations(X, y))` is right too, and loses twice as many digits: the condition number of
    # X^T X is the square of that of X. Here X^T X is not even formed.
    kind = "unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite"
    return Solution(kind, _shortest(X, y))


def _shortest(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The shortest of all vectors that bring matrix @ vector closest to `right`.

    `rcond=None` cuts singular values off where `matrix_rank` does, so that the two agree about the rank.
    """
    shortest: np.ndarray = np.linalg.lstsq(matrix, right, rcond=None)[0]
    return shortest


def _require_finite(values: np.ndarray, name: str) -> None:
    if not np.isfinite(values).all():
        raise ValueError(f"{name} has an entry that is not finite")
