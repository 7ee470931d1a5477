from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def require_finite(*arrays):
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("NaN or infinity")


def solve(A, b):
    rows, columns = A.shape
    if rows < columns:
        raise ValueError("too few equations for so many unknowns")
    if len(b) != rows:
        raise ValueError("A and b do not fit")
    require_finite(A, b)
    rank = np.linalg.matrix_rank(A)
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    theta = np.linalg.lstsq(A, b, rcond=None)[0]
    return Solution("unique" if rank == columns else "infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y do not fit")
    require_finite(X, y)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
