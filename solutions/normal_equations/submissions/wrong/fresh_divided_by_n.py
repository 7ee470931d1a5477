"""Closed form of the linear model."""
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    # set the gradient of the mean squared error to zero: 2/n X^T (X theta - y) = 0
    n = X.shape[0]
    return X.T @ X / n, X.T @ y / n


def solve(A, b):
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0]:
        raise ValueError("shapes do not fit")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    rank = np.linalg.matrix_rank(A)
    if rank == len(b):
        return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=None)[0])


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y differ in length")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    return solve(*normal_equations(X, y))
