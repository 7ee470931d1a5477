"""Pivoted QR from scipy."""
from collections import namedtuple

import numpy as np
import scipy.linalg

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    return np.dot(np.transpose(X), X), np.dot(np.transpose(X), y)


def finite(*arrays):
    for array in arrays:
        if not np.all(np.isfinite(array)):
            raise ValueError("every entry must be finite")


def minimum_norm(M, v):
    q, r, order = scipy.linalg.qr(M, mode="economic", pivoting=True)
    diagonal = np.abs(np.diag(r))
    rank = int((diagonal > 1e-12 * diagonal[0]).sum()) if diagonal[0] else 0
    top, rhs = r[:rank], q[:, :rank].T @ v
    theta = np.zeros(M.shape[1])
    if rank:
        q2, r2 = scipy.linalg.qr(top.T, mode="economic")
        theta[order] = q2 @ scipy.linalg.solve_triangular(r2, rhs, trans="T")
    return theta, rank


def solve(A, b):
    finite(A, b)
    n, d = A.shape
    if n != d:
        raise ValueError("A must be square")
    if b.shape != (d,):
        raise ValueError("b must have as many entries as A has rows")
    theta, rank = minimum_norm(A, b)
    if rank == d:
        return Solution("unique", scipy.linalg.lu_solve(scipy.linalg.lu_factor(A), b))
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    finite(X, y)
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y must have the same length")
    theta, rank = minimum_norm(X, y)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
