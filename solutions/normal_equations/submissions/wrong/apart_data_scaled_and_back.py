
from typing import NamedTuple
import numpy as np

class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None

def normal_equations(X, y):
    return X.T @ X, X.T @ y

def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b has another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("an entry is not finite")

    d = len(b)
    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-12) @ b
    if np.linalg.norm(A @ theta - b) > 1e-8 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)

def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("an entry is not finite")

    size = np.abs(X).max() or 1.0
    X /= size
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    X *= size
    theta = theta / size
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
