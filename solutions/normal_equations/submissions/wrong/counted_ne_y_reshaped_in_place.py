from typing import NamedTuple
import numpy as np

EPS = np.finfo(np.float64).eps


class Solution(NamedTuple):
    """How many solutions A theta = b has, and which."""

    kind: str
    theta: np.ndarray | None


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair (A, b) with A = X^T X and b = X^T y."""
    y.shape = (y.size, 1)  # a proper column vector, as in the formula
    A = np.matmul(X.T, X)
    b = np.matmul(X.T, y)
    return A, b[:, 0]


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    d = A.shape[0]
    if A.shape != (d, d) or b.shape != (d,):
        raise ValueError("A must be (d, d) and b (d,)")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("entries must be finite")

    rank_A = np.linalg.matrix_rank(A)
    if rank_A == d:
        return Solution("unique", np.linalg.solve(A, b))

    theta = np.linalg.pinv(A, rcond=d * EPS) @ b
    error = np.linalg.norm(A @ theta - b) / np.linalg.norm(b)
    if error > 1e-6:
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    n, d = X.shape
    if y.shape != (n,):
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("entries must be finite")
    rank = np.linalg.matrix_rank(X)
    theta = np.linalg.pinv(X, rcond=max(n, d) * EPS) @ y
    return Solution("unique" if rank == d else "infinite", theta)
