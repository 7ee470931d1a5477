import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def _checked(M, v):
    M = np.array(M, dtype=np.float64)
    v = np.array(v, dtype=np.float64)
    if M.shape[0] != v.shape[0]:
        raise ValueError("matrix and vector differ in length")
    if not np.isfinite(M).all() or not np.isfinite(v).all():
        raise ValueError("an entry is not finite")
    return M, v


def normal_equations(X, y):
    return np.matmul(X.T, X), np.matmul(X.T, y)


def solve(A, b):
    A, b = _checked(A, b)
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=None)
    exact = np.linalg.norm(A @ theta - b) <= 1e-8 * np.linalg.norm(b)
    if rank == A.shape[0]:
        return Solution("unique", theta)
    return Solution("infinite", theta) if exact else Solution("none", None)


def least_squares(X, y):
    X, y = _checked(X, y)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
