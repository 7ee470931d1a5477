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
    d = len(A); scale = np.abs(A).max()
    if scale == 0: return Solution("none", None) if b.any() else Solution("infinite", np.zeros(d))
    A, b = A / scale, b / scale
    if np.linalg.cond(A) < 1e12:
        D = np.linalg.det(A); theta = np.empty(d)
        for i in range(d):
            Ai = A.copy(); Ai[:, i] = b; theta[i] = np.linalg.det(Ai) / D
        return Solution("unique", theta)
    theta = np.linalg.lstsq(A, b, rcond=1e-12)[0]
    return Solution("infinite", theta) if np.linalg.norm(A @ theta - b) < 1e-9 else Solution("none", None)

def least_squares(X, y):
    if len(X) != len(y): raise ValueError("lengths")
    if not (np.isfinite(X).all() and np.isfinite(y).all()): raise ValueError("finite")
    return solve(*normal_equations(X, y))
