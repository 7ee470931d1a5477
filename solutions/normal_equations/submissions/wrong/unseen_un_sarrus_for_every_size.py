"""Cramer's rule with our own determinant (rule of Sarrus)."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    A = X.T @ X
    b = X.T @ y
    return A, b


def det(M):
    n = len(M)
    if n == 1:
        return M[0, 0]
    if n == 2:
        return M[0, 0] * M[1, 1] - M[0, 1] * M[1, 0]
    # Sarrus: falling diagonals minus rising diagonals
    total = 0.0
    for k in range(n):
        down, up = 1.0, 1.0
        for i in range(n):
            down *= M[i, (i + k) % n]
            up *= M[i, (k - i) % n]
        total += down - up
    return total


def cramer(A, b):
    A, b = A / np.abs(A).max(), b / np.abs(A).max()
    D = det(A)
    theta = np.empty(len(b))
    for j in range(len(b)):
        Aj = A.copy()
        Aj[:, j] = b
        theta[j] = det(Aj) / D
    return theta


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b must be as long as A")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("NaN or infinity")
    U, s, Vt = np.linalg.svd(A)
    r = int(np.sum(s > 1e-11 * s[0]))
    if r == len(b):
        return Solution("unique", cramer(A, b))
    c = U.T @ b
    if np.linalg.norm(c[r:]) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", Vt[:r].T @ (c[:r] / s[:r]))


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("NaN or infinity")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
