import numpy as np
from dataclasses import dataclass


@dataclass
class Solution:
    kind: str
    theta: np.ndarray


def normal_equations(X, y):
    return X.T @ X, X.T @ y


print(normal_equations(np.array([[1.0, 1.0], [2.0, 1.0], [6.0, 1.0]]), np.array([3.0, 5.0, 1.0])))


def solve(A, b):
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0]:
        raise ValueError("wrong shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    U, s, Vt = np.linalg.svd(A)
    r = int((s > 1e-12 * s[0]).sum())
    c = U.T @ b
    if r < len(b) and np.linalg.norm(c[r:]) > 1e-9 * np.linalg.norm(b):
        return Solution("none", None)
    theta = Vt[:r].T @ (c[:r] / s[:r])
    return Solution("unique" if r == len(b) else "infinite", theta)


A = np.array([[13.0, 13.0], [13.0, 13.0]])
b = np.array([36.0, 54.0])
print(solve(A, b))
print("numpy says:", np.linalg.solve(A, b))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y have different lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
