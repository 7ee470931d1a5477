"""Normal equations - rank, pivots, free variables (Strang, chapter 3)."""
from typing import NamedTuple

import numpy as np
from numpy.linalg import matrix_rank


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def pivot_columns(A):
    """Indices of the columns that are independent of the ones to their left."""
    pivots = []
    for j in range(A.shape[1]):
        if matrix_rank(A[:, pivots + [j]]) == len(pivots) + 1:
            pivots.append(j)
    return pivots


def particular_solution(A, b):
    """Free variables are 0, the pivot variables follow."""
    pivots = pivot_columns(A)
    theta = np.zeros(A.shape[1])
    if pivots:
        theta[pivots] = np.linalg.lstsq(A[:, pivots], b, rcond=None)[0]
    return theta


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape != A.shape[:1]:
        raise ValueError("b must have as many entries as A has rows")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("nan and inf are not allowed")

    if matrix_rank(A) == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    theta = particular_solution(A, b)
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y must have the same length")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("nan and inf are not allowed")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
