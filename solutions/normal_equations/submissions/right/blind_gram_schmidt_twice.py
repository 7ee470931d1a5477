from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def check(M, v, square):
    if square and (M.ndim != 2 or M.shape[0] != M.shape[1]):
        raise ValueError("the matrix is not square")
    if len(M) != len(v):
        raise ValueError("the lengths differ")
    if not (np.isfinite(M).all() and np.isfinite(v).all()):
        raise ValueError("not finite")


def modified_gram_schmidt(M):
    """An orthonormal basis of the columns, each made orthogonal twice."""
    basis = []
    longest = max(np.linalg.norm(column) for column in M.T)
    for column in sorted(M.T, key=np.linalg.norm, reverse=True):
        v = column.copy()
        for _ in range(2):
            for q in basis:
                v = v - (q @ v) * q
        if np.linalg.norm(v) > 1e-11 * longest:
            basis.append(v / np.linalg.norm(v))
    return basis


def solve(A, b):
    check(A, b, square=True)
    basis = modified_gram_schmidt(A)
    inside = sum(((q @ b) * q for q in basis), np.zeros(len(b)))
    if np.linalg.norm(b - inside) > 1e-6 * np.linalg.norm(b):
        return Solution("none", None)
    if len(basis) == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", np.linalg.pinv(A, rcond=1e-12) @ b)


def least_squares(X, y):
    check(X, y, square=False)
    unique = len(modified_gram_schmidt(X)) == X.shape[1]
    return Solution("unique" if unique else "infinite", np.linalg.pinv(X, rcond=1e-12) @ y)
