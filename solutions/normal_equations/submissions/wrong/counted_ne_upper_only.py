# Normal equations, written out sum by sum so that I see what happens.
from dataclasses import dataclass
import numpy as np


@dataclass
class Solution:
    kind: str
    theta: object = None


def normal_equations(X, y):
    n, d = X.shape
    A = np.zeros((d, d))
    b = np.zeros(d)
    # X^T X is symmetric, so only half of the sums are needed
    for i in range(d):
        for j in range(i, d):
            total = 0.0
            for k in range(n):
                total += X[k, i] * X[k, j]
            A[i, j] = total
        b[i] = sum(X[k, i] * y[k] for k in range(n))
    return A, b


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("not square")
    if len(b) != len(A):
        raise ValueError("b too long or too short")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("nan or inf")

    rank = np.linalg.matrix_rank(A)
    if rank == len(A):
        return Solution("unique", np.linalg.solve(A, b))

    # singular: project b on the range of A
    u, s, vt = np.linalg.svd(A)
    u, s, v = u[:, :rank], s[:rank], vt[:rank].T
    projection = u @ (u.T @ b)
    if np.linalg.norm(b - projection) > 1e-7 * np.linalg.norm(b):
        return Solution("none")
    return Solution("infinite", v @ (u.T @ b / s))


def least_squares(X, y):
    if len(y) != len(X):
        raise ValueError("one target for each sample, please")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("nan or inf")
    theta, residuals, rank, singular_values = np.linalg.lstsq(X, y, rcond=None)
    if rank < X.shape[1]:
        return Solution("infinite", theta)
    return Solution("unique", theta)
