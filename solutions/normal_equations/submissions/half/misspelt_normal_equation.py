import numpy as np
from typing import NamedTuple, Any


class Solution(NamedTuple):
    kind: str
    theta: Any


def normal_equation(X, y):
    """A = X^T X and b = X^T y"""
    return X.T @ X, X.T @ y


def solve(A, b):
    """Solution of A theta = b"""
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if b.shape != (A.shape[0],):
        raise ValueError("length of b")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-12)
    if rank == A.shape[0]:
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) <= 1e-9 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    """Solution of the normal equations"""
    if X.shape[0] != y.shape[0]:
        raise ValueError("length of y")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    A, b = normal_equation(X, y)
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-12)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
