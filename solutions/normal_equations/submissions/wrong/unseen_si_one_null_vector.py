"""Pivoted elimination for some solution; then it is made shortest with the null vector."""
import numpy as np
import scipy.linalg as sla
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def some_solution(A, b):
    """(rank, a basic solution, length of what is left of b)"""
    Q, R, p = sla.qr(A, pivoting=True)
    diag = np.abs(np.diag(R))
    r = int((diag > 1e-11 * diag[0]).sum())
    c = Q.T @ b
    theta = np.zeros(A.shape[1])
    if r:
        theta[p[:r]] = sla.solve_triangular(R[:r, :r], c[:r])
    return r, theta, np.linalg.norm(c[r:])


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("square, please")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b does not fit A")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite, please")
    r, theta, rest = some_solution(A, b)
    if r == len(b):
        return Solution("unique", theta)
    if rest > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    v = np.linalg.svd(A)[2][-1]            # unit vector with A v = 0
    return Solution("infinite", theta - (theta @ v) * v)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("y does not fit X")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite, please")
    theta, _, r, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if r == X.shape[1] else "infinite", theta)
