import numpy as np
from typing import NamedTuple

class Solution(NamedTuple):
    kind: str
    theta: np.ndarray

def normal_equations(X, y):
    A = X.T @ X
    b = X.T @ y
    return A, b

def solve(A, b):
    n_rows, n_cols = A.shape
    if n_rows != n_cols: raise ValueError("not square")
    if len(b) != n_rows: raise ValueError("wrong length of b")
    if not np.isfinite(np.column_stack([A, b])).all(): raise ValueError("nan/inf")

    full = n_rows
    singular = np.linalg.matrix_rank(A) < full
    if not singular:
        return Solution("unique", np.linalg.solve(A, b))
    # b adds a direction that A does not have -> no solution
    if np.linalg.matrix_rank(np.column_stack([A, b])) == full:
        return Solution("none", None)
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=None)[0])

def least_squares(X, y):
    if len(X) != len(y): raise ValueError("lengths")
    if not np.isfinite(np.column_stack([X, y])).all(): raise ValueError("nan/inf")
    theta, residuals, rank, s = np.linalg.lstsq(X, y, rcond=None)
    if rank == X.shape[1]:
        return Solution("unique", theta)
    return Solution("infinite", theta)
