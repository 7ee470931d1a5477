"""Plain loops."""
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    d = X.shape[1]
    A, b = np.zeros((d, d)), np.zeros(d)
    for row, target in zip(X, y):
        A += np.outer(row, row)
        b += target * row
    return A, b


def _svd_solve(M, v):
    U, s, Vt = np.linalg.svd(M)
    r = int((s > 1e-11 * s[0]).sum())
    c = U.T @ v
    return r, np.linalg.norm(c[r:]), Vt[:r].T @ (c[:r] / s[:r])


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if len(b) != len(A):
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    r, rest, theta = _svd_solve(A, b)
    if r == len(b):
        return Solution("unique", theta)
    if rest > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if len(y) > len(X):
        raise ValueError("more targets than samples")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    A, b = normal_equations(X, y)
    r, _, theta = _svd_solve(A, b)
    return Solution("unique" if r == len(b) else "infinite", theta)
