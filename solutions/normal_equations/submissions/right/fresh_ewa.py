"""Normal equations, Ewa K."""
from typing import NamedTuple
import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    # all at once: the Gram matrix of [X y] holds both
    Z = np.column_stack((X, y))
    G = Z.T @ Z
    return G[:-1, :-1], G[:-1, -1]


def solve(A, b):
    A, b = np.asarray_chkfinite(A), np.asarray_chkfinite(b)    # raises ValueError
    d, e = A.shape
    if not (d == e == len(b)):
        raise ValueError("A must be square and b as long as A")
    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return "unique", tuple(np.linalg.inv(A) @ b)
    if np.linalg.matrix_rank(np.hstack([A, b[:, None]])) != rank:
        return "none", None
    return "infinite", tuple(np.linalg.pinv(A, rcond=1e-12) @ b)


def least_squares(X, y):
    X, y = np.asarray_chkfinite(X), np.asarray_chkfinite(y)
    if len(X) != len(y):
        raise ValueError("one target a sample, please")
    kind, theta = solve(*normal_equations(X, y))
    return kind, theta
