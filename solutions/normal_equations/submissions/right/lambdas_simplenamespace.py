import functools
from types import SimpleNamespace
import numpy as np
normal_equations = lambda X, y: (np.dot(X.T, X), np.dot(X.T, y))
def _solve(A, b, make):
    A = np.asarray_chkfinite(A); b = np.asarray_chkfinite(b)
    if A.shape != (len(b),) * 2: raise ValueError(f"{A.shape} {b.shape}")
    rank = np.linalg.matrix_rank
    ra, rab = rank(A), rank(np.hstack((A, b.reshape(-1, 1))))
    if ra < rab: return make(kind="none", theta=None)
    theta = np.linalg.pinv(A) @ b
    return make(theta=theta, kind="unique" if ra == A.shape[0] else "infinite")
solve = functools.partial(_solve, make=SimpleNamespace)
class LeastSquares:
    def __call__(self, X, y):
        if len(X) != len(y): raise ValueError("lengths")
        return solve(*normal_equations(np.asarray_chkfinite(X), np.asarray_chkfinite(y)))
least_squares = LeastSquares()
