"""Every equation is scaled to length 1 first, so that the tolerance can be one number."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


TOL = 1e-10


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite")
    if not A.any():
        return Solution("none", None) if b.any() else Solution("infinite", np.zeros(len(b)))
    lengths = np.sqrt((A ** 2).sum(axis=1))
    B, c = A / lengths[:, None], b / lengths
    s = np.linalg.svd(B, compute_uv=False)
    if s[-1] > TOL * s[0]:
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(B, rcond=TOL) @ c
    if np.linalg.norm(B @ theta - c) > 1e-7 * np.linalg.norm(c):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
