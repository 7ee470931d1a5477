# hiro
import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    # sum of outer products, sample by sample
    A = np.zeros((X.shape[1],) * 2)
    b = np.zeros(X.shape[1])
    for row, target in zip(X, y):
        A += np.outer(row, row)
        b += target * row
    return A, b


def numerical_rank(M):
    s = np.linalg.svd(M, compute_uv=False)
    return np.count_nonzero(s > s.max() * 1e-12)


def solve(A, b):
    d = len(A)
    if np.shape(A) != (d, d) or np.shape(b) != (d,):
        raise ValueError("A must be (d, d) and b (d,)")
    if not np.isfinite(np.append(A, b)).all():
        raise ValueError("entries must be finite")
    rank = numerical_rank(A)
    if rank < numerical_rank(np.column_stack([A, b])):
        return Solution("none", None)
    U, s, Vt = np.linalg.svd(A)
    theta = sum(((U[:, i] @ b) / s[i] * Vt[i] for i in range(rank)), np.zeros(d))
    return Solution("unique" if rank == d else "infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y differ in length")
    if not np.isfinite(np.column_stack([X, y])).all():
        raise ValueError("entries must be finite")
    rank = numerical_rank(X)
    theta = np.linalg.pinv(X, rcond=1e-12) @ y
    return Solution(["infinite", "unique"][int(rank == X.shape[1])], theta)
