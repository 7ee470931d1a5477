"""Gaussian elimination with complete pivoting, in plain Python floats."""
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def _require(good, why):
    if not good:
        raise ValueError(why)


def _eliminate(M, rhs):
    """Rank, and whether the system is consistent."""
    rows = [list(map(float, row)) + [float(v)] for row, v in zip(M, rhs)]
    n, d = len(rows), len(rows[0]) - 1
    size = max((abs(x) for row in rows for x in row[:-1]), default=0.0)
    rank = 0
    for _ in range(min(n, d)):
        value, i, j = max((abs(rows[i][j]), i, j) for i in range(rank, n) for j in range(rank, d))
        if value <= 1e-11 * size:
            break
        rows[rank], rows[i] = rows[i], rows[rank]
        for row in rows:
            row[rank], row[j] = row[j], row[rank]
        for k in range(rank + 1, n):
            factor = rows[k][rank] / rows[rank][rank]
            rows[k] = [x - factor * y for x, y in zip(rows[k], rows[rank])]
        rank += 1
    left = max((abs(row[-1]) for row in rows[rank:]), default=0.0)
    return rank, left <= 1e-6 * max(abs(float(v)) for v in rhs)


def normal_equations(X, y):
    n, d = X.shape
    A = np.array([[sum(X[k, i] * X[k, j] for k in range(n)) for j in range(d)] for i in range(d)])
    b = np.array([sum(X[k, i] * y[k] for k in range(n)) for i in range(d)])
    return A, b


def solve(A, b):
    _require(A.shape[0] == A.shape[1], "A must be square")
    _require(len(A) == len(b), "A and b must match")
    _require(np.isfinite(A).all() and np.isfinite(b).all(), "entries must be finite")
    rank, consistent = _eliminate(A, b)
    if not consistent:
        return Solution("none", None)
    if rank == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=1e-11)[0])


def least_squares(X, y):
    _require(len(X) == len(y), "X and y must match")
    _require(np.isfinite(X).all() and np.isfinite(y).all(), "entries must be finite")
    rank, _ = _eliminate(X, y)
    if rank == X.shape[1]:
        q, r = np.linalg.qr(X)
        return Solution("unique", np.linalg.solve(r, q.T @ y))
    return Solution("infinite", np.linalg.lstsq(X, y, rcond=1e-11)[0])
