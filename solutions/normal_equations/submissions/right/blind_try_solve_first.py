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
    try:
        theta = np.linalg.solve(A, b)
        s = np.linalg.svd(A, compute_uv=False)
        if s[-1] > s[0] * len(s) * 2.3e-16:
            return Solution(theta=theta, kind="unique")
    except np.linalg.LinAlgError:
        pass
    shortest, *_ = np.linalg.lstsq(A, b, rcond=None)
    consistent = np.allclose(A @ shortest, b, rtol=0, atol=1e-7 * np.abs(b).max())
    return Solution("infinite", shortest) if consistent else Solution("none", None)


def least_squares(X, y):
    check(X, y, square=False)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
