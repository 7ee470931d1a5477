"""Tall data by QR; wide data by the other normal equations, X^T (X X^T)^-1 y."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def svd_rank(s):
    return int((s > 1e-11 * s[0]).sum())


def solve(A, b):
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0]:
        raise ValueError("shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite")
    U, s, Vt = np.linalg.svd(A)
    r = svd_rank(s)
    c = U.T @ b
    if np.linalg.norm(c[r:]) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("unique" if r == len(b) else "infinite", Vt[:r].T @ (c[:r] / s[:r]))


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("shapes")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite")
    n, d = X.shape
    if n < d:
        # more unknowns than samples: infinitely many, and this is the shortest
        return Solution("infinite", X.T @ np.linalg.solve(X @ X.T, y))
    if svd_rank(np.linalg.svd(X, compute_uv=False)) == d:
        Q, R = np.linalg.qr(X)
        return Solution("unique", np.linalg.solve(R, Q.T @ y))
    return Solution("infinite", np.linalg.pinv(X, rcond=1e-11) @ y)
