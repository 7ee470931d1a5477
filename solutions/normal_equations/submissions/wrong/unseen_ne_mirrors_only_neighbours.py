"""Normal equations: the matrix is symmetric, so only half of it is computed."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    n, d = X.shape
    A = np.zeros((d, d))
    b = np.zeros(d)
    for i in range(d):
        for j in range(i, d):
            A[i, j] = np.dot(X[:, i], X[:, j])
        b[i] = np.dot(X[:, i], y)
    # A is symmetric: copy the upper triangle to the lower one
    for i in range(d - 1):
        A[i + 1, i] = A[i, i + 1]
    return A, b


def _rank(s):
    return int(np.sum(s > 1e-12 * s[0]))


def solve(A, b):
    if A.shape[0] != A.shape[1] or b.shape != (A.shape[0],):
        raise ValueError("bad shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("bad entries")
    U, s, Vt = np.linalg.svd(A)
    r = _rank(s)
    c = U.T @ b
    if r < len(b) and np.linalg.norm(c[r:]) > 1e-8 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("unique" if r == len(b) else "infinite", Vt[:r].T @ (c[:r] / s[:r]))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("bad lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("bad entries")
    theta, _, r, _ = np.linalg.lstsq(X, y, rcond=1e-12)
    return Solution("unique" if r == X.shape[1] else "infinite", theta)
