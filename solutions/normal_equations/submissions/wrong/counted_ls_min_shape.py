from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def has_full_rank(M):
    """Whether the numerical rank of M is as large as it can be."""
    return np.linalg.matrix_rank(M) == min(M.shape)


def shortest(M, rhs):
    return np.linalg.lstsq(M, rhs, rcond=None)[0]


def is_finite(*arrays):
    return all(np.isfinite(array).all() for array in arrays)


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square.")
    if len(b) != len(A):
        raise ValueError("b has another length.")
    if not is_finite(A, b):
        raise ValueError("An entry is not finite.")

    theta = shortest(A, b)
    if has_full_rank(A):
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) <= 1e-8 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y differ in length.")
    if not is_finite(X, y):
        raise ValueError("An entry is not finite.")

    theta = shortest(X, y)
    return Solution("unique" if has_full_rank(X) else "infinite", theta)
