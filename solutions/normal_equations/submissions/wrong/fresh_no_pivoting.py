"""Assignment 3: with my own elimination."""
import numpy as np
from typing import NamedTuple, Optional


class Solution(NamedTuple):
    kind: str
    theta: Optional[np.ndarray]


def normal_equations(X, y):
    return np.dot(X.T, X), np.dot(X.T, y)


def eliminate(A, b):
    """Solve A x = b for a regular A."""
    d = len(b)
    U = np.array(A, dtype=float)
    c = np.array(b, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        # forward
        for i in range(d):
            for j in range(i + 1, d):
                factor = U[j, i] / U[i, i]
                U[j, i:] -= factor * U[i, i:]
                c[j] -= factor * c[i]
        # backward
        x = np.zeros(d)
        for i in reversed(range(d)):
            x[i] = (c[i] - U[i, i + 1:] @ x[i + 1:]) / U[i, i]
    return x


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b has the wrong length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    rank = np.linalg.matrix_rank(A)
    if rank == A.shape[0]:
        return Solution("unique", eliminate(A, b))
    if np.linalg.matrix_rank(np.c_[A, b]) == rank:
        return Solution("infinite", np.linalg.pinv(A, rcond=1e-12) @ b)
    return Solution("none", None)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    A, b = normal_equations(X, y)
    # A is positive (semi)definite
    return solve(A, b)
