# Complete orthogonal decomposition: QR with column pivoting, then a second QR from the right.
from types import SimpleNamespace

import numpy as np
from scipy import linalg


def normal_equations(*, X=None, y=None):
    return X.T @ X, np.inner(X.T, y)


_keyword_version = normal_equations


def normal_equations(X, y):
    return _keyword_version(X=X, y=y)


def cod(M, v):
    Q, R, perm = linalg.qr(M, mode="economic", pivoting=True)
    diagonal = np.abs(np.diag(R))
    rank = int((diagonal > 1e-11 * diagonal[0]).sum())
    # R = [R1 R2; 0 0] with [R1 R2]^T = Z T, so the shortest z with [R1 R2] z = c is Z T^-T c
    Z, T = linalg.qr(R[:rank].T, mode="economic")
    c = Q[:, :rank].T @ v
    theta = np.empty(M.shape[1])
    theta[perm] = Z @ linalg.solve_triangular(T, c, trans="T")
    return rank, theta, linalg.norm(v - Q[:, :rank] @ c)


def report(kind, theta, **more):
    return SimpleNamespace(kind=kind, theta=theta, **more)


def solve(A, b):
    if A.shape != b.shape * 2:
        raise ValueError(f"{A.shape} does not go with {b.shape}")
    A, b = map(np.asarray_chkfinite, (A, b))  # raises ValueError
    rank, theta, distance = cod(A, b)
    match rank == b.size, distance > 1e-7 * linalg.norm(b):
        case True, _:
            return report("unique", theta, rank=rank)
        case False, True:
            return report("none", None, rank=rank)
    return report("infinite", theta, rank=rank)


def least_squares(X, y):
    if X.shape[:1] != y.shape:
        raise ValueError(f"{X.shape} does not go with {y.shape}")
    X, y = map(np.asarray_chkfinite, (X, y))
    rank, theta, distance = cod(X, y)
    return report(np.str_("unique") if rank == X.shape[1] else np.str_("infinite"), theta, rank=rank, distance=distance)
