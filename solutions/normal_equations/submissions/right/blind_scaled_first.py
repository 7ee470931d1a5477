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


def solve(A, b):
    check(A, b, square=True)
    size = max(np.abs(A).max(), np.abs(b).max()) or 1.0
    A, b = A / size, b / size
    u, s, vt = np.linalg.svd(A)
    keep = s > len(A) * np.finfo(float).eps * s.max()
    theta = vt[keep].T @ ((u[:, keep].T @ b) / s[keep])
    if np.abs(A @ theta - b).max() > 1e-8 * np.abs(b).max():
        return Solution("none", None)
    return Solution("unique" if keep.all() else "infinite", theta)


def least_squares(X, y):
    check(X, y, square=False)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
