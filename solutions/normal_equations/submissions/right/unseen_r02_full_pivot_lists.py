"""Pure Python lists, Gauss-Jordan with full pivoting; theta is a list of floats."""
import math


class Solution:
    def __init__(self, kind, theta):
        self.kind = kind
        self.theta = theta
        self.note = "found by elimination"


def dot(u, v):
    return math.fsum(p * q for p, q in zip(u, v))


def normal_equations(X, y):
    import numpy as np
    cols = [[float(v) for v in X[:, j]] for j in range(X.shape[1])]
    t = [float(v) for v in y]
    return np.array([[dot(p, q) for q in cols] for p in cols]), np.array([dot(p, t) for p in cols])


def reduce_fully(rows, width):
    """Gauss-Jordan on rows (each with one extra entry); return (pivot columns, rows)."""
    rows = [list(map(float, r)) for r in rows]
    size = max((abs(v) for r in rows for v in r[:width]), default=0.0)
    pivots = []
    for k in range(min(len(rows), width)):
        best, i, j = max(((abs(rows[i][j]), i, j) for i in range(k, len(rows)) for j in range(width)
                          if j not in pivots), default=(0.0, 0, 0))
        if best <= 1e-11 * size:
            break
        rows[k], rows[i] = rows[i], rows[k]
        p = rows[k][j]
        rows[k] = [v / p for v in rows[k]]
        for m in range(len(rows)):
            if m != k:
                f = rows[m][j]
                rows[m] = [v - f * w for v, w in zip(rows[m], rows[k])]
                rows[m][j] = 0.0
        pivots.append(j)
    return pivots, rows


def shortest(pivots, rows, d):
    theta = [0.0] * d
    for k, j in enumerate(pivots):
        theta[j] = rows[k][d]
    basis = []
    for free in (j for j in range(d) if j not in pivots):
        v = [0.0] * d
        v[free] = 1.0
        for k, j in enumerate(pivots):
            v[j] = -rows[k][free]
        for _ in range(2):
            for q in basis:
                c = dot(q, v)
                v = [a - c * e for a, e in zip(v, q)]
        length = math.sqrt(dot(v, v))
        basis.append([a / length for a in v])
    for _ in range(2):
        for q in basis:
            c = dot(q, theta)
            theta = [a - c * e for a, e in zip(theta, q)]
    return theta


def solve(A, b):
    d = len(b)
    if len(A) != d or any(len(row) != d for row in A):
        raise ValueError("A must be square, b as long")
    if not all(math.isfinite(v) for row in A for v in row) or not all(math.isfinite(v) for v in b):
        raise ValueError("finite, please")
    pivots, rows = reduce_fully([[*row, v] for row, v in zip(A, b)], d)
    if len(pivots) == d:
        return Solution("unique", shortest(pivots, rows, d))
    biggest = max(abs(float(v)) for v in b)
    if any(abs(row[d]) > 1e-7 * biggest for row in rows[len(pivots):]):
        return Solution("none", None)
    return Solution("infinite", shortest(pivots, rows, d))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("one target for each sample")
    if not all(math.isfinite(v) for row in X for v in row) or not all(math.isfinite(v) for v in y):
        raise ValueError("finite, please")
    A, b = normal_equations(X, y)
    d = len(b)
    pivots, rows = reduce_fully([[*row, v] for row, v in zip(A, b)], d)
    return Solution("unique" if len(pivots) == d else "infinite", shortest(pivots, rows, d))
