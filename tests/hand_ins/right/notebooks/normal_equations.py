from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    A = np.asarray(A, dtype=float)
    b = np.asarray(b, dtype=float)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape != (A.shape[0],):
        raise ValueError("b must have one entry a row of A")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("entries must be finite")
    rank = np.linalg.matrix_rank(A)
    if rank == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    return Solution("infinite", np.linalg.pinv(A) @ b)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y must have the same length")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("entries must be finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)

if __name__ == '__main__':
    raise SystemExit('boom')
