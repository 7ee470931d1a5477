from typing import NamedTuple
import numpy as np
class Solution(NamedTuple):
    kind: str
    theta: object

def normal_equations(X, y):
    return X.T @ X, X.T @ y

def _check(A, b):
    if A.ndim != 2 or A.shape[0] != A.shape[1]: raise ValueError("square")
    if b.shape != (len(A),): raise ValueError("length")
    if not (np.isfinite(A).all() and np.isfinite(b).all()): raise ValueError("finite")

def solve(A, b):
    _check(A, b)
    r = np.linalg.matrix_rank(A)
    if r == len(A): return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > r: return Solution("none", None)
    return Solution("none", None)

def least_squares(X, y):
    if len(X) != len(y): raise ValueError("lengths")
    if not (np.isfinite(X).all() and np.isfinite(y).all()): raise ValueError("finite")
    t, _, r, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if r == X.shape[1] else "infinite", t)
