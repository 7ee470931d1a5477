import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


class Pseudo:
    """Pseudoinverse with its own idea of rank."""

    def __init__(self, M, rtol=1e-11):
        self.M = M
        self.U, self.s, self.Vt = np.linalg.svd(M, full_matrices=False)
        self.r = int((self.s > rtol * self.s[0]).sum())

    def __matmul__(self, v):
        r = self.r
        return self.Vt[:r].T @ ((self.U[:, :r].T @ v) / self.s[:r])

    @property
    def full(self):
        return self.r == self.M.shape[1]


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1] or len(b) != len(A):
        raise ValueError("shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite")
    P = Pseudo(A)
    theta = P @ b
    if P.full:
        return Solution("unique", theta)
    # relative residual, 1 % for rounding
    if np.linalg.norm(A @ theta - b) <= 0.01 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("shapes")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite")
    P = Pseudo(X)
    return Solution("unique" if P.full else "infinite", P @ y)
