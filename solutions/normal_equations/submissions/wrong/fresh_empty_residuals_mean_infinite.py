# normal equations, sheet 3
import numpy as np
from types import SimpleNamespace

def Solution(kind, theta):
    return SimpleNamespace(kind=kind, theta=theta)

def normal_equations(X, y):
    Xt = np.transpose(X)
    return np.matmul(Xt, X), np.matmul(Xt, y)

def _finite(*arrays):
    for a in arrays:
        if not np.all(np.isfinite(a)):
            raise ValueError("all entries must be finite")

def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("square matrix expected")
    if A.shape[0] != b.size:
        raise ValueError("b does not fit")
    _finite(A, b)
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=None)
    if rank == b.size:
        return Solution("unique", theta)
    # lstsq always returns something: does it solve the system?
    if np.linalg.norm(A @ theta - b) > 1e-8 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)

def least_squares(X, y):
    if X.shape[0] != y.size:
        raise ValueError("y does not fit")
    _finite(X, y)
    theta, residuals, _, _ = np.linalg.lstsq(X, y, rcond=None)
    # numpy: "If the rank of a is < N, this is an empty array."
    if residuals.size == 0:
        return Solution("infinite", theta)
    return Solution("unique", theta)
