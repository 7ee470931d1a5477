import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray


def finite(a):
    if not np.all(np.isfinite(a)):
        raise ValueError("not finite")


def normal_equations(X, y):
    return X.T.dot(X), X.T.dot(y)


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b must have the same length as A")
    finite(A)
    finite(b)
    if np.linalg.matrix_rank(A) == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    # singular: didn't understand the part with the null space yet
    raise NotImplementedError


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y must have the same length")
    finite(X)
    finite(y)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    if rank == X.shape[1]:
        return Solution("unique", theta)
    return Solution("infinite", theta)
