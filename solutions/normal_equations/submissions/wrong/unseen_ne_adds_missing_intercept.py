import numpy as np
from typing import NamedTuple, Optional


class Solution(NamedTuple):
    kind: str
    theta: Optional[np.ndarray]


def normal_equations(X, y):
    """Return X^T X and X^T y for a linear model (with intercept)."""
    if not any(np.all(column == 1.0) for column in X.T):
        X = np.column_stack([X, np.ones(len(X))])
    return X.T @ X, X.T @ y


def is_bad(*arrays):
    return any(not np.isfinite(a).all() for a in arrays)


def decompose(M):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    keep = s > s.max() * 1e-11
    return U[:, keep], s[keep], Vt[keep]


def solve(A, b):
    if A.shape != (b.shape[0], b.shape[0]):
        raise ValueError("A must be (d, d), b (d,)")
    if is_bad(A, b):
        raise ValueError("not finite")
    U, s, Vt = decompose(A)
    theta = Vt.T @ ((U.T @ b) / s)
    if len(s) == len(b):
        return Solution("unique", theta)
    rest = b - U @ (U.T @ b)
    return Solution("infinite", theta) if np.linalg.norm(rest) <= 1e-7 * np.linalg.norm(b) else Solution("none", None)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    if is_bad(X, y):
        raise ValueError("not finite")
    U, s, Vt = decompose(X)
    return Solution("unique" if len(s) == X.shape[1] else "infinite", Vt.T @ ((U.T @ y) / s))
