"""Solve the linear model in closed form, and say what happens when the matrix is singular."""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """What there is to say about A theta = b."""

    kind: str
    theta: np.ndarray | None


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair (A, b) with A = X^T X and b = X^T y."""
    return X.T @ X, X.T @ y


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    """Return how many solutions A theta = b has, and the solution or the shortest of them."""
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square, not {A.shape}")
    if b.shape != (A.shape[0],):
        raise ValueError(f"b must have length {A.shape[0]}, not {b.shape}")
    if not np.all(np.isfinite(A)) or not np.all(np.isfinite(b)):
        raise ValueError("A and b must be finite")

    d = len(b)
    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return Solution("unique", np.linalg.solve(A, b))
    rank_augmented = np.linalg.matrix_rank(np.column_stack([A, b]))
    if rank_augmented > rank:
        return Solution("none", None)
    return Solution("infinite", np.linalg.pinv(A) @ b)


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    """Return the theta with the least sum of squares |X theta - y|^2, of several the shortest."""
    if len(X) != len(y):
        raise ValueError("X and y must have the same length")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("X and y must be finite")
    return solve(*normal_equations(X, y))


if __name__ == "__main__":
    for A, b in [
        ([[2070, 138], [138, 10]], [3717, 241]),
        ([[5, 7], [7, 10]], [4, 5]),
        ([[13, 13], [13, 13]], [36, 54]),
        ([[5, 5], [5, 5]], [15, 15]),
    ]:
        print(solve(np.array(A, dtype=float), np.array(b, dtype=float)))
