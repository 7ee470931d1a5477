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
    M = np.column_stack([A, b]).astype(float)
    d = len(A)
    row = 0
    for column in range(d):
        pivot = row + int(np.argmax(np.abs(M[row:, column]))) if row < d else row
        if row == d or abs(M[pivot, column]) < 1e-7:
            continue
        M[[row, pivot]] = M[[pivot, row]]
        for other in range(row + 1, d):
            M[other] -= M[other, column] / M[row, column] * M[row]
        row += 1
    if row == d:
        return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > np.linalg.matrix_rank(A):
        return Solution("none", None)
    return Solution("infinite", np.linalg.pinv(A) @ b)


def least_squares(X, y):
    check(X, y, square=False)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
