"""Symmetric matrices by eigenvalues, all others by the SVD."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


TOL = 1e-11


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def factors(A):
    """Triples so that A = sum of c u v^T over those with c != 0."""
    if np.allclose(A, A.T):
        values, Q = np.linalg.eigh(A)
        left = right = Q
    else:
        left, values, Vt = np.linalg.svd(A)
        right = Vt.T
    keep = np.abs(values) > TOL * np.abs(values).max()
    return left[:, keep], values[keep], right[:, keep]


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b does not fit")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite entries only")
    # full rank is told by singular values, whatever the symmetry
    s = np.linalg.svd(A, compute_uv=False)
    if s[-1] > TOL * s[0]:
        L, values, R = factors(A)
        return Solution("unique", R @ ((L.T @ b) / values))
    theta = np.linalg.pinv(A, rcond=TOL) @ b
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite entries only")
    s = np.linalg.svd(X, compute_uv=False)
    full = len(s) == X.shape[1] and s[-1] > TOL * s[0]
    return Solution("unique" if full else "infinite", np.linalg.pinv(X, rcond=TOL) @ y)
