import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return (X.T @ X, X.T @ y)


def solve(A, b):
    n_rows, n_cols = A.shape
    if n_rows != n_cols:
        raise ValueError("A is not square")
    if len(b) != n_rows:
        raise ValueError("b has another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("there is a nan or inf")

    if np.linalg.matrix_rank(A) == n_rows:
        return Solution("unique", np.linalg.solve(A, b))

    # rank deficient: the shortest candidate; it is a solution only if it hits b
    theta = np.linalg.lstsq(A, b, rcond=None)[0]
    if np.allclose(A @ theta, b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y have different lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("there is a nan or inf")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    kind = "unique" if rank == X.shape[1] else "infinite"
    return Solution(kind, theta)
