# Assignment 3 -- Alma
# Gauss-Jordan by hand, with full pivoting, as in the linear algebra lecture.

import math
from dataclasses import dataclass

import numpy as np

TINY = 1e-11      # relative to the largest entry


@dataclass
class Solution:
    kind: str
    theta: object = None
    rank: int = -1


def normal_equations(X, y):
    n, d = X.shape
    A = np.zeros((d, d))
    b = np.zeros(d)
    for i in range(d):
        for j in range(d):
            A[i, j] = math.fsum(X[s, i] * X[s, j] for s in range(n))
        b[i] = math.fsum(X[s, i] * y[s] for s in range(n))
    return A, b


def eliminate(A, b):
    """Reduce [A b]. Returns the table, the pivot (row, column) pairs."""
    d = len(b)
    table = [[float(v) for v in A[i]] + [float(b[i])] for i in range(d)]
    largest = max(abs(v) for row in table for v in row[:d])
    pivots = []
    for step in range(d):
        free = [j for j in range(d) if j not in [c for _, c in pivots]]
        size, r, c = max((abs(table[i][j]), i, j) for i in range(step, d) for j in free)
        if size <= TINY * largest:
            break
        table[step], table[r] = table[r], table[step]
        p = table[step][c]
        table[step] = [v / p for v in table[step]]
        for i in range(d):
            if i != step and table[i][c] != 0.0:
                f = table[i][c]
                table[i] = [v - f * q for v, q in zip(table[i], table[step])]
        pivots.append((step, c))
    return table, pivots


def check(*arrays):
    for array in arrays:
        for v in np.ravel(array):
            if not math.isfinite(v):
                raise ValueError("nan or inf in the data")


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A has to be square, not " + str(A.shape))
    if len(b) != len(A):
        raise ValueError("A has %d rows, b has %d entries" % (len(A), len(b)))
    check(A, b)

    d = len(b)
    table, pivots = eliminate(A, b)
    rank = len(pivots)
    theta = [0.0] * d
    for r, c in pivots:
        theta[c] = table[r][d]
    if rank == d:
        return Solution("unique", theta, rank)

    # rows without a pivot read 0 = rest
    scale = max(abs(float(v)) for v in b)
    if any(abs(table[i][d]) > 1e-8 * scale for i in range(rank, d)):
        return Solution("none", None, rank)

    # null space: one vector for each free column
    taken = [c for _, c in pivots]
    null = []
    for j in range(d):
        if j in taken:
            continue
        v = [0.0] * d
        v[j] = 1.0
        for r, c in pivots:
            v[c] = -table[r][j]
        null.append(v)
    # take away the part of theta that lies in the null space
    N = np.array(null)
    table2, pivots2 = eliminate(N @ N.T, N @ np.array(theta))
    coefficient = [0.0] * len(null)
    for r, c in pivots2:
        coefficient[c] = table2[r][len(null)]
    shortest = [t - sum(k * v[i] for k, v in zip(coefficient, null)) for i, t in enumerate(theta)]
    return Solution("infinite", shortest, rank)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("not as many targets as samples")
    check(X, y)
    return solve(*normal_equations(X, y))
