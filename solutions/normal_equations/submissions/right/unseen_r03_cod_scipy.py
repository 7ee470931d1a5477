"""Complete orthogonal decomposition with scipy's pivoted QR."""
from typing import NamedTuple

import numpy as np
import scipy.linalg as sla


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


class COD:
    def __init__(self, M):
        self.shape = M.shape
        Q, R, perm = sla.qr(M, pivoting=True, mode="economic")
        diag = np.abs(np.diag(R))
        self.rank = int((diag > 1e-11 * diag[0]).sum()) if diag[0] > 0 else 0
        self.Q = Q[:, : self.rank]
        self.perm = perm
        self.Z, self.T = np.linalg.qr(R[: self.rank].T)

    def shortest(self, rhs):
        theta = np.zeros(self.shape[1])
        if self.rank:
            theta[self.perm] = self.Z @ sla.solve_triangular(self.T, self.Q.T @ rhs, trans="T")
        return theta

    def misses(self, rhs):
        off = rhs - self.Q @ (self.Q.T @ rhs)
        return np.linalg.norm(off) > 1e-8 * np.linalg.norm(rhs)


def normal_equations(X, y):
    return np.einsum("ni,nj->ij", X, X), np.einsum("ni,n->i", X, y)


def solve(A, b):
    rows, cols = A.shape
    if rows != cols:
        raise ValueError(f"A is {rows} by {cols}")
    if b.shape != (cols,):
        raise ValueError(f"b has shape {b.shape}")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")
    cod = COD(A)
    if cod.rank < cols and cod.misses(b):
        return Solution("none", None)
    return Solution("unique" if cod.rank == cols else "infinite", cod.shortest(b))


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("not finite")
    cod = COD(X)
    return Solution("unique" if cod.rank == X.shape[1] else "infinite", cod.shortest(y))
