"""Gaussian elimination with column pivoting; the work is done on a copy of A."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    A = np.array(A, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if b.shape != (A.shape[0],):
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    d = b.size
    U, s, Vt = np.linalg.svd(A)
    r = int((s > 1e-11 * s[0]).sum())
    if r < d:
        c = U.T @ b
        if np.linalg.norm(c[r:]) > 1e-7 * np.linalg.norm(b):
            return Solution("none", None)
        return Solution("infinite", Vt[:r].T @ (c[:r] / s[:r]))
    for k in range(d):
        p = k + int(np.argmax(np.abs(A[k:, k])))
        if p != k:
            A[[k, p]] = A[[p, k]]
            b[[k, p]] = b[[p, k]]
        for i in range(k + 1, d):
            f = A[i, k] / A[k, k]
            A[i, k:] -= f * A[k, k:]
            b[i] -= f * b[k]
    theta = np.zeros(d)
    for k in reversed(range(d)):
        theta[k] = (b[k] - A[k, k + 1:] @ theta[k + 1:]) / A[k, k]
    return Solution("unique", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
