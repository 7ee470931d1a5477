"""Recursion: each call reflects the longest remaining column onto the first axis and leaves a smaller problem."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def triangular(M, rhs, floor):
    """Rows of a trapezoidal system (columns in the order of M, full width), and the rest of rhs."""
    lengths = np.linalg.norm(M, axis=0)
    j = int(np.argmax(lengths)) if lengths.size else 0
    if M.shape[0] == 0 or lengths[j] <= floor:
        return [], rhs
    v = M[:, j].copy()
    v[0] += np.copysign(lengths[j], v[0])
    v = v / np.linalg.norm(v)
    M2, r2 = M - 2 * np.outer(v, v @ M), rhs - 2 * v * (v @ rhs)
    M2[1:, j] = 0.0
    rows, rest = triangular(M2[1:], r2[1:], floor)
    return [(M2[0], r2[0]), *rows], rest


def shortest(rows, d):
    if not rows:
        return np.zeros(d)
    F, g = np.array([f for f, _ in rows]), np.array([t for _, t in rows])
    Q, R = np.linalg.qr(F.T)
    return Q @ np.linalg.solve(R.T, g)


normal_equations = lambda X, y: (np.tensordot(X, X, (0, 0)), np.tensordot(X, y, (0, 0)))  # noqa: E731


def floor_of(M):
    return 1e-11 * np.linalg.norm(M)


def all_finite(M, v):
    if not np.isfinite(M).all() or not np.isfinite(v).all():
        raise ValueError("not finite")


def solve(A, b):
    if A.shape != (len(b), len(b)):
        raise ValueError("shape")
    all_finite(A, b)
    rows, rest = triangular(A, b, floor_of(A))
    if rest.size and np.linalg.norm(rest) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite" if rest.size else "unique", shortest(rows, len(b)))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("length")
    all_finite(X, y)
    rows, _ = triangular(X, y, floor_of(X))
    return Solution("unique" if len(rows) == X.shape[1] else "infinite", shortest(rows, X.shape[1]))
