"""theta by scipy's LSQR; ranks by singular values."""
import numpy as np
from scipy.sparse.linalg import lsqr
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    d = A.shape[0]
    if A.shape[1] != d or b.shape[0] != d:
        raise ValueError("sizes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite")
    U, s, Vt = np.linalg.svd(A)
    if s[-1] > 1e-11 * s[0]:
        scale = s[0]
        return Solution("unique", lsqr(A / scale, b / scale, iter_lim=100 * d)[0])
    r = int((s > 1e-11 * s[0]).sum())
    c = U.T @ b
    if np.linalg.norm(c[r:]) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", Vt[:r].T @ (c[:r] / s[:r]))


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("sizes")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
