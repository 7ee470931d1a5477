"""Normal equations, sample by sample."""
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    d = X.shape[1]
    A, b = np.zeros((d, d)), np.zeros(d)
    for x, t in zip(X, y):
        A += np.outer(x, x)
        b += t * x
    return A, b


def _check(*arrays):
    for a in arrays:
        if not np.isfinite(a).all():
            raise ValueError("every entry must be finite")


def _shortest(A, b):
    U, s, Vt = np.linalg.svd(A)
    r = int(np.sum(s > 1e-12 * s[0]))
    return r, Vt[:r].T @ ((U.T @ b)[:r] / s[:r])


def solve(A, b):
    _check(A, b)
    d = len(A)
    if A.shape != (d, d) or b.shape != (d,):
        raise ValueError("A must be square and b as long as A")
    rank, theta = _shortest(A, b)
    if rank == d:
        return Solution("unique", theta)
    if np.abs(A @ theta - b).max() > 1e-6 * np.abs(b).max():
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    _check(X, y)
    A, b = normal_equations(X, y)
    rank, theta = _shortest(A, b)
    return Solution("unique" if rank == len(b) else "infinite", theta)
