"""Rank from the eigenvalues of A^T A: they are never negative, and A need not be symmetric."""
import numpy as np
from dataclasses import dataclass


@dataclass
class Solution:
    kind: str
    theta: np.ndarray | None = None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def rank_of(M):
    eigenvalues = np.linalg.eigvalsh(M.T @ M)
    return int(np.count_nonzero(eigenvalues > 1e-10 * eigenvalues[-1]))


def guard(M, v):
    if M.shape[0] != v.shape[0]:
        raise ValueError("lengths differ")
    for a in (M, v):
        if not np.isfinite(a).all():
            raise ValueError("not finite")


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    guard(A, b)
    if rank_of(A) == len(b):
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(b - A @ theta) > 1e-7 * np.linalg.norm(b):
        return Solution("none")
    return Solution("infinite", theta)


def least_squares(X, y):
    guard(X, y)
    theta = np.linalg.pinv(X, rcond=1e-11) @ y
    return Solution("unique" if rank_of(X) == X.shape[1] else "infinite", theta)
