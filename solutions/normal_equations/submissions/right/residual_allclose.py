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
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=None)
    if rank == A.shape[1]: return Solution("unique", theta)
    if np.allclose(A @ theta, b, atol=1e-8 * np.abs(b).max()): return Solution("infinite", theta)
    return Solution("none", None)

def least_squares(X, y):
    if len(X) != len(y): raise ValueError("lengths")
    if not (np.isfinite(X).all() and np.isfinite(y).all()): raise ValueError("finite")
    return solve(*normal_equations(X, y))
