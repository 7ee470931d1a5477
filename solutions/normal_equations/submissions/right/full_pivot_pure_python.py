# Gauss-Jordan with full pivoting, only lists and floats. numpy is just used for np.array in normal_equations.
import math
import numpy as np

EPS = 1e-12


def to_list(M):
    return [[float(v) for v in row] for row in M]


def all_finite(values):
    return all(math.isfinite(v) for v in values)


def dot(u, v):
    return math.fsum(p * q for p, q in zip(u, v))


def normal_equations(X, y):
    rows = to_list(X)
    y = [float(v) for v in y]
    cols = list(zip(*rows))
    A = [[dot(ci, cj) for cj in cols] for ci in cols]
    b = [dot(ci, y) for ci in cols]
    return np.array(A), np.array(b)


def gauss_jordan(M, rhs):
    """Full pivoting. Gives back (M, rhs, column order, rank)."""
    n = len(M)
    M = [row[:] for row in M]
    rhs = rhs[:]
    order = list(range(n))
    size = max(abs(v) for row in M for v in row)
    rank = 0
    while rank < n:
        # look for the biggest entry in the rest
        big, pi, pj = 0.0, rank, rank
        for i in range(rank, n):
            for j in range(rank, n):
                if abs(M[i][j]) > big:
                    big, pi, pj = abs(M[i][j]), i, j
        if big <= EPS * size:
            break
        M[rank], M[pi] = M[pi], M[rank]
        rhs[rank], rhs[pi] = rhs[pi], rhs[rank]
        for row in M:
            row[rank], row[pj] = row[pj], row[rank]
        order[rank], order[pj] = order[pj], order[rank]
        p = M[rank][rank]
        M[rank] = [v / p for v in M[rank]]
        rhs[rank] /= p
        for i in range(n):
            if i != rank and M[i][rank] != 0.0:
                f = M[i][rank]
                M[i] = [a - f * c for a, c in zip(M[i], M[rank])]
                rhs[i] -= f * rhs[rank]
        rank += 1
    return M, rhs, order, rank


def project_out(theta, null_vectors):
    """make theta orthogonal to all null vectors"""
    basis = []
    for v in null_vectors:
        for _ in range(2):
            for q in basis:
                s = dot(q, v)
                v = [a - s * c for a, c in zip(v, q)]
        length = math.sqrt(dot(v, v))
        basis.append([a / length for a in v])
    for _ in range(2):
        for q in basis:
            s = dot(q, theta)
            theta = [a - s * c for a, c in zip(theta, q)]
    return theta


def _solve(A, b, must_have_solution=False):
    n = len(A)
    M, rhs, order, rank = gauss_jordan(A, b)
    theta = [0.0] * n
    for i in range(rank):
        theta[order[i]] = rhs[i]
    if rank == n:
        return ("unique", theta)
    biggest_b = max(abs(v) for v in b)
    if not must_have_solution:
        for i in range(rank, n):
            if abs(rhs[i]) > 1e-9 * biggest_b:
                return ("none", None)
    null_vectors = []
    for j in range(rank, n):
        v = [0.0] * n
        v[order[j]] = 1.0
        for i in range(rank):
            v[order[i]] = -M[i][j]
        null_vectors.append(v)
    return ("infinite", project_out(theta, null_vectors))


def solve(A, b):
    A = to_list(A)
    b = [float(v) for v in b]
    if any(len(row) != len(A) for row in A):
        raise ValueError("A is not a square")
    if len(b) != len(A):
        raise ValueError("b and A have different length")
    if not all(all_finite(row) for row in A) or not all_finite(b):
        raise ValueError("infinite or NaN")
    return _solve(A, b)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y have different length")
    if not all(all_finite(row) for row in to_list(X)) or not all_finite([float(v) for v in y]):
        raise ValueError("infinite or NaN")
    A, b = normal_equations(X, y)
    return _solve(A.tolist(), b.tolist(), must_have_solution=True)
