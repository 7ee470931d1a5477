"""Own singular value decomposition: one-sided Jacobi rotations."""
from types import SimpleNamespace

import numpy as np


class Jacobi:
    """M = U diag(s) V' by rotating pairs of columns until all are at right angles."""

    def __init__(self, M, sweeps=60):
        W = np.array(M, dtype=float)
        size = np.abs(W).max()
        self.size = size
        if size > 0:
            W /= size
        d = W.shape[1]
        V = np.eye(d)
        for _ in range(sweeps):
            moved = False
            for i in range(d - 1):
                for j in range(i + 1, d):
                    p, q = W[:, i], W[:, j]
                    a, c, g = p @ p, q @ q, p @ q
                    if g == 0 or abs(g) <= 1e-16 * np.sqrt(a * c) or max(a, c) < 1e-28:
                        continue
                    moved = True
                    z = (c - a) / (2 * g)
                    t = (1.0 if z >= 0 else -1.0) / (abs(z) + np.hypot(1.0, z))
                    co = 1 / np.hypot(1.0, t)
                    R = np.array([[co, co * t], [-co * t, co]])
                    W[:, [i, j]] = W[:, [i, j]] @ R
                    V[:, [i, j]] = V[:, [i, j]] @ R
            if not moved:
                break
        s = np.sqrt((W * W).sum(axis=0))
        keep = s > 1e-11 * max(s.max(), 1e-300)
        self.rank = int(keep.sum())
        self.s, self.U, self.V = s[keep], W[:, keep] / s[keep], V[:, keep]

    def solution(self, rhs):
        if self.rank == 0:
            return np.zeros(self.V.shape[0])
        return self.V @ ((self.U.T @ rhs) / self.s) / self.size

    def gap(self, rhs):
        return np.linalg.norm(rhs - self.U @ (self.U.T @ rhs))


def normal_equations(X, y):
    A = sum((np.outer(row, row) for row in X), np.zeros((X.shape[1],) * 2))
    b = sum((t * row for row, t in zip(X, y)), np.zeros(X.shape[1]))
    return A, b


def validated(M, v):
    if M.shape[0] != v.shape[0] or v.ndim != 1:
        raise ValueError("lengths do not match")
    if not np.isfinite(np.append(M.ravel(), v)).all():
        raise ValueError("NaN or infinity")


def solve(A, b):
    validated(A, b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("not square")
    svd = Jacobi(A)
    if svd.rank == len(b):
        return SimpleNamespace(kind="unique", theta=svd.solution(b))
    if svd.gap(b) > 1e-6 * np.linalg.norm(b):
        return SimpleNamespace(kind="none", theta=None)
    return SimpleNamespace(kind="infinite", theta=svd.solution(b))


def least_squares(X, y):
    validated(X, y)
    svd = Jacobi(X)
    return SimpleNamespace(kind="unique" if svd.rank == X.shape[1] else "infinite", theta=svd.solution(y))
