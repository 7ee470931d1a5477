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
    if np.linalg.matrix_rank(A) == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.lstsq(A, b, rcond=None)[0]
    if np.linalg.norm(A @ theta - b) < 1e-6:
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    check(X, y, square=False)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
