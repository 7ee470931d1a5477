"""Exact rational arithmetic; only the question 'is this pivot zero' is relative."""
import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np

TINY = Fraction(1, 10**11)


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def exact(a):
    if not np.isfinite(a).all():
        raise ValueError("entries must be finite")
    return [exact(row) for row in a] if a.ndim > 1 else [Fraction(float(v)) for v in a]


def inner(u, v):
    return sum((p * q for p, q in zip(u, v)), Fraction(0))


def echelon(M, rhs):
    """Eliminate below full pivots: (independent rows with their right sides, what is left of the others)."""
    rows = [(list(r), t) for r, t in zip(M, rhs)]
    size = max(abs(v) for r in M for v in r)
    done = []
    while rows:
        i, j = max(((i, j) for i in range(len(rows)) for j in range(len(M[0]))), key=lambda p: abs(rows[p[0]][0][p[1]]))
        if size == 0 or abs(rows[i][0][j]) <= TINY * size:
            break
        pivot, value = rows.pop(i)
        done.append((pivot, value))
        for m, (row, t) in enumerate(rows):
            f = row[j] / pivot[j]
            rows[m] = ([a - f * p for a, p in zip(row, pivot)], t - f * value)
    return done, [t for _, t in rows]


def square(M, rhs):
    """Solve a regular exact system."""
    done, _ = [], None
    rows = [[*r, t] for r, t in zip(M, rhs)]
    n = len(rows)
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[p] = rows[p], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k:
                f = rows[i][k]
                rows[i] = [a - f * c for a, c in zip(rows[i], rows[k])]
    return [r[-1] for r in rows]


def shortest(done, d):
    """theta = F' w with F F' w = g is the shortest solution of F theta = g."""
    if not done:
        return np.zeros(d)
    F = [row for row, _ in done]
    w = square([[inner(p, q) for q in F] for p in F], [g for _, g in done])
    return np.array([float(sum((wi * row[j] for wi, row in zip(w, F)), Fraction(0))) for j in range(d)])


def normal_equations(X, y):
    columns, t = list(zip(*exact(X))), exact(y)
    return (
        np.array([[float(inner(p, q)) for q in columns] for p in columns]),
        np.array([float(inner(p, t)) for p in columns]),
    )


def solve(A, b):
    d = b.shape[0]
    if A.shape != (d, d):
        raise ValueError("A (d, d) and b (d,)")
    done, left = echelon(exact(A), exact(b))
    if len(done) == d:
        return Solution("unique", shortest(done, d))
    bound = Fraction(1, 10**7) * max(abs(Fraction(float(v))) for v in b)
    if any(abs(t) > bound for t in left):
        return Solution("none", None)
    return Solution("infinite", shortest(done, d))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y differ in length")
    columns, t = list(zip(*exact(X))), exact(y)
    done, _ = echelon([[inner(p, q) for q in columns] for p in columns], [inner(p, t) for p in columns])
    return Solution("unique" if len(done) == X.shape[1] else "infinite", shortest(done, X.shape[1]))
