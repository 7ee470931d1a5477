"""A line fit has a formula (slope = covariance / variance); everything else goes to lstsq."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def finite_or_raise(**arrays):
    for name, a in arrays.items():
        if not np.isfinite(a).all():
            raise ValueError(name + " has NaN or infinite entries")


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if len(b) != len(A):
        raise ValueError("b does not fit")
    finite_or_raise(A=A, b=b)
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-11)
    if rank == len(b):
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y differ in length")
    finite_or_raise(X=X, y=y)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    if rank < X.shape[1]:
        return Solution("infinite", theta)
    if X.shape[1] == 2 and np.ptp(X[:, 1]) == 0:
        x, xm, ym = X[:, 0], X[:, 0].mean(), y.mean()
        slope = ((x - xm) @ (y - ym)) / ((x - xm) @ (x - xm))
        return Solution("unique", np.array([slope, ym - slope * xm]))
    return Solution("unique", theta)
