from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def check(M, v, square):
    if square and (M.ndim != 2 or M.shape[0] != M.shape[1]):
        raise ValueError("the matrix is not square")
    if len(M) != len(v):
        raise ValueError("the lengths differ")
    if not (np.isfinite(M).all() and np.isfinite(v).all()):
        raise ValueError("not finite")


def solve(A, b):
    check(A, b, square=True)
    rank = np.linalg.matrix_rank(A)
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    if rank == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    columns = []
    for j in range(len(A)):
        if np.linalg.matrix_rank(A[:, [*columns, j]]) > len(columns):
            columns.append(j)
    theta = np.zeros(len(A))
    if columns:
        theta[columns] = np.linalg.lstsq(A[:, columns], b, rcond=None)[0]
    return Solution("infinite", theta)


def least_squares(X, y):
    check(X, y, square=False)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
