from typing import NamedTuple
import numpy as np
class Solution(NamedTuple):
    kind: str
    theta: object

def normal_equations(X, y):
    M = np.column_stack([X, y]); G = M.T @ M
    return G[:-1, :-1], G[:-1, -1]

def _check(A, b):
    if A.ndim != 2 or A.shape[0] != A.shape[1]: raise ValueError("square")
    if b.shape != (len(A),): raise ValueError("length")
    if not (np.isfinite(A).all() and np.isfinite(b).all()): raise ValueError("finite")

def solve(A, b):
    _check(A, b)
    w, V = np.linalg.eigh(A.T @ A)          # the detour: squares the condition
    keep = w > 1e-14 * max(w.max(), 1e-300)
    theta = V[:, keep] @ ((V[:, keep].T @ (A.T @ b)) / w[keep])
    if keep.all(): return Solution("unique", np.linalg.inv(A) @ b)
    r = A @ theta - b
    if np.abs(r).max() > 1e-6 * np.abs(b).max(): return Solution("none", None)
    return Solution("infinite", theta)
def least_squares(X, y):
    if len(X) != len(y): raise ValueError("lengths")
    if not (np.isfinite(X).all() and np.isfinite(y).all()): raise ValueError("finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y)
    return Solution(["infinite", "unique"][int(rank == X.shape[1])], theta)
