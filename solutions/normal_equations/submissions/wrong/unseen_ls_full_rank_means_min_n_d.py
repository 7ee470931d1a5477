import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def has_full_rank(M):
    return np.linalg.matrix_rank(M, tol=1e-11 * np.linalg.norm(M, 2)) == min(M.shape)


def finite(*arrays):
    return all(np.isfinite(a).all() for a in arrays)


def solve(A, b):
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0] or not finite(A, b):
        raise ValueError("not a system")
    if has_full_rank(A):
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0] or not finite(X, y):
        raise ValueError("not data")
    theta = np.linalg.pinv(X, rcond=1e-11) @ y
    return Solution("unique" if has_full_rank(X) else "infinite", theta)
