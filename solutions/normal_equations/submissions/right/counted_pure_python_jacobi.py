"""No linear algebra from a library: a one-sided Jacobi SVD in plain Python. numpy only for the arrays handed back."""
import math
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: list[float] | None


def dot(u, v):
    return math.fsum(a * b for a, b in zip(u, v))


def columns(M):
    return [[float(M[i][j]) for i in range(len(M))] for j in range(len(M[0]))]


def normal_equations(X, y):
    cols, y = columns(X), [float(t) for t in y]
    return np.array([[dot(u, v) for v in cols] for u in cols]), np.array([dot(u, y) for u in cols])


def jacobi(M):
    """Columns W = M V, orthogonal to each other, and the columns of the orthogonal V."""
    W = columns(M)
    d = len(W)
    V = [[float(i == j) for i in range(d)] for j in range(d)]
    floor = (1e-15 * math.sqrt(math.fsum(dot(w, w) for w in W))) ** 2
    for _ in range(60):
        rotated = False
        for p in range(d - 1):
            for q in range(p + 1, d):
                a, b, c = dot(W[p], W[p]), dot(W[q], W[q]), dot(W[p], W[q])
                if abs(c) <= 1e-15 * math.sqrt(a * b) or min(a, b) <= floor:
                    continue
                rotated = True
                zeta = (b - a) / (2 * c)
                t = math.copysign(1, zeta) / (abs(zeta) + math.hypot(1, zeta))
                cos = 1 / math.hypot(1, t)
                sin = cos * t
                for L in (W, V):
                    L[p], L[q] = (
                        [cos * u - sin * v for u, v in zip(L[p], L[q])],
                        [sin * u + cos * v for u, v in zip(L[p], L[q])],
                    )
        if not rotated:
            break
    return W, V


def shortest(M, v):
    W, V = jacobi(M)
    v = [float(t) for t in v]
    size = [math.sqrt(dot(w, w)) for w in W]
    keep = [j for j, s in enumerate(size) if s > 1e-12 * max(size)]
    theta = [0.0] * len(V)
    for j in keep:
        c = dot(W[j], v) / size[j] / size[j]
        theta = [t + c * x for t, x in zip(theta, V[j])]
    return len(keep), theta


def check(M, v):
    if len(M) != len(v):
        raise ValueError("lengths differ")
    if not all(math.isfinite(x) for row in M for x in row) or not all(map(math.isfinite, v)):
        raise ValueError("not finite")


def solve(A, b):
    if any(len(row) != len(A) for row in A):
        raise ValueError("not square")
    check(A, b)
    rank, theta = shortest(A, b)
    if rank == len(b):
        return Solution("unique", theta)
    gap = max(abs(dot(row, theta) - t) for row, t in zip(A.tolist(), b.tolist()))
    return Solution("none", None) if gap > 1e-7 * max(map(abs, b)) else Solution("infinite", theta)


def least_squares(X, y):
    check(X, y)
    rank, theta = shortest(X, y)
    return Solution("infinite" if rank < len(theta) else "unique", theta)
