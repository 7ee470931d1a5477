import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    d = A.shape[0]
    if A.shape != (d, d):
        raise ValueError("A must be square")
    if b.shape != (d,):
        raise ValueError("b must have as many entries as A has rows")
    if not np.isfinite(A).all():
        raise ValueError("A has entries that are not finite")
    if not np.isfinite(b).all:
        raise ValueError("b has entries that are not finite")
    s = np.linalg.svd(A, compute_uv=False)
    if s[-1] > 1e-11 * s[0]:
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(A @ theta - b) <= 1e-7 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    n, d = X.shape
    if y.shape != (n,):
        raise ValueError("y must have as many entries as X has rows")
    if not np.isfinite(X).all():
        raise ValueError("X has entries that are not finite")
    if not np.isfinite(y).all():
        raise ValueError("y has entries that are not finite")
    s = np.linalg.svd(X, compute_uv=False)
    full = len(s) == d and s[-1] > 1e-11 * s[0]
    return Solution("unique" if full else "infinite", np.linalg.pinv(X, rcond=1e-11) @ y)
