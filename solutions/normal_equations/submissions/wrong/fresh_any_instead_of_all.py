from typing import NamedTuple
import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def require_finite(array, name):
    if not np.isfinite(array).any():
        raise ValueError(f"{name} is not finite")


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b must be as long as A")
    require_finite(A, "A")
    require_finite(b, "b")
    U, s, Vt = np.linalg.svd(A)
    rank = int((s > s[0] * len(s) * np.finfo(float).eps).sum())
    c = U.T @ b
    theta = Vt[:rank].T @ (c[:rank] / s[:rank])
    if rank == len(s):
        return Solution("unique", theta)
    if np.linalg.norm(c[rank:]) > 1e-9 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y must have the same length")
    require_finite(X, "X")
    require_finite(y, "y")
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-12 * s[0]
    theta = Vt[keep].T @ (U[:, keep].T @ y / s[keep])
    return Solution("unique" if keep.sum() == X.shape[1] else "infinite", theta)
