"""Singular: the determinant is tiny compared with Hadamard's bound, so no unit matters."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T.dot(X), X.T.dot(y)


def is_singular(A):
    lengths = np.linalg.norm(A, axis=1)
    if (lengths == 0).any():
        return True
    # |det| <= product of the row lengths; the quotient does not depend on the scale
    return abs(np.linalg.det(A / lengths[:, None])) < 1e-13


def solve(A, b):
    if A.shape[0] != A.shape[1] or b.shape[0] != A.shape[0]:
        raise ValueError("shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite")
    if not is_singular(A):
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.lstsq(A, b, rcond=1e-11)[0]
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("shapes")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
