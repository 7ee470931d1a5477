"""The linear model in closed form."""
import numpy as np
from typing import NamedTuple

eps = np.finfo(float).eps


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    """A = X^T X, b = X^T y"""
    A = X.T @ X
    b = X.T @ y
    return A, b


def solve(A, b):
    d = A.shape[0]
    if A.shape[1] != d:
        raise ValueError("A not square")
    if b.shape[0] != d:
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")

    U, s, Vt = np.linalg.svd(A)
    r = int((s > d * eps * s.max()).sum())
    theta = Vt[:r].T @ (U[:, :r].T @ b / s[:r])
    if r == d:
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) <= 1e-9 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")

    # Bring all columns to length 1 first: that makes the condition number as good as it gets
    # and the rank independent of the units. At the end undo it.
    length = np.sqrt((X ** 2).sum(axis=0))
    length = np.where(length > 0, length, 1.0)
    theta_scaled, _, rank, _ = np.linalg.lstsq(X / length, y, rcond=None)
    theta = theta_scaled / length
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
