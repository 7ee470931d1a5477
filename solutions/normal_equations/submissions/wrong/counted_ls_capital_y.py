"""Closed form of linear regression. X is the data, Y the targets."""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b has the wrong length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("A and b must be finite")
    rank_A = np.linalg.matrix_rank(A)
    if rank_A == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.lstsq(A, b, rcond=None)[0]
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, Y):
    if X.shape[0] != Y.shape[0]:
        raise ValueError("X and Y differ in length")
    if not np.isfinite(X).all() or not np.isfinite(Y).all():
        raise ValueError("X and Y must be finite")
    theta = np.linalg.lstsq(X, Y, rcond=None)[0]
    if np.linalg.matrix_rank(X) == X.shape[1]:
        return Solution("unique", theta)
    return Solution("infinite", theta)
