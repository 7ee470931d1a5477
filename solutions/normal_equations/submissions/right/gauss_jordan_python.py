import math
from dataclasses import dataclass
from enum import Enum
import numpy as np
class Kind(str, Enum):
    UNIQUE = "unique"; INFINITE = "infinite"; NONE = "none"
@dataclass(frozen=True)
class Solution:
    kind: str
    theta: np.ndarray
    rank: int = 0
def normal_equations(X, y):
    n, d = X.shape
    A = np.zeros((d, d)); b = np.zeros(d)
    for i in range(d):
        for j in range(d): A[i, j] = sum(X[k, i] * X[k, j] for k in range(n))
        b[i] = sum(X[k, i] * y[k] for k in range(n))
    return A, b
def rref(M, columns):
    M = M.copy(); pivots = []; r = 0; tol = 1e-11 * np.abs(M).max()
    for c in range(columns):
        if r == len(M): break
        p = r + int(np.argmax(np.abs(M[r:, c])))
        if abs(M[p, c]) <= tol: continue
        M[[r, p]] = M[[p, r]]; M[r] /= M[r, c]
        for i in range(len(M)):
            if i != r: M[i] -= M[i, c] * M[r]
        pivots.append(c); r += 1
    return M, pivots
def solve(A, b):
    if len(A.shape) != 2 or A.shape[0] != A.shape[1]: raise ValueError("A")
    if len(b) != len(A): raise ValueError("b")
    for v in [*A.ravel(), *b]:
        if not math.isfinite(v): raise ValueError("finite")
    d = len(A); size = max(np.abs(A).max(), np.abs(b).max())
    if size == 0: return Solution(Kind.INFINITE, np.zeros(d))
    M, pivots = rref(np.c_[A, b], d)
    if any(abs(M[i, d]) > 1e-9 * size for i in range(len(pivots), d)): return Solution(Kind.NONE, None, len(pivots))
    particular = np.zeros(d); particular[pivots] = M[:len(pivots), d]
    free = [c for c in range(d) if c not in pivots]
    if not free: return Solution(Kind.UNIQUE, particular)
    N = np.zeros((d, len(free)))
    for k, c in enumerate(free):
        N[c, k] = 1; N[pivots, k] = -M[:len(pivots), c]
    q, _ = np.linalg.qr(N)
    return Solution(Kind.INFINITE, particular - q @ (q.T @ particular))
def least_squares(X, y):
    if len(X) != len(y) or not np.all(np.isfinite(X)) or not np.all(np.isfinite(y)): raise ValueError("bad")
    return solve(*normal_equations(X, y))
