"""Rounding hides ranks, so compute with fractions: 0.1 / 0.9 becomes 1/9, as it was meant."""
from fractions import Fraction
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def rational(v, size):
    return Fraction(float(v) / size).limit_denominator(10**9) if size else Fraction(0)


def reduced(rows, columns):
    """Reduced row echelon form in place; the number of pivots in the first `columns` columns."""
    r = 0
    for j in range(columns):
        p = next((i for i in range(r, len(rows)) if rows[i][j] != 0), None)
        if p is None:
            continue
        rows[r], rows[p] = rows[p], rows[r]
        rows[r] = [v / rows[r][j] for v in rows[r]]
        for i in range(len(rows)):
            if i != r:
                rows[i] = [a - rows[i][j] * c for a, c in zip(rows[i], rows[r])]
        r += 1
    return r


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b has another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    d = len(b)
    size = float(max(np.abs(A).max(), np.abs(b).max()))
    rows = [[rational(v, size) for v in row] for row in np.column_stack([A, b])]
    r = reduced(rows, d)
    if r == d:
        return Solution("unique", np.linalg.solve(A, b))
    if any(row[d] != 0 for row in rows[r:]):
        return Solution("none", None)
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=1e-11)[0])


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
