"""Gauss, as we did it by hand: rows are swapped when there is a zero on the diagonal."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def gauss(A, b):
    d = len(b)
    M = np.hstack([A, b[:, None]]).astype(float)
    for k in range(d):
        if M[k, k] == 0:
            for i in range(k + 1, d):
                if M[i, k] != 0:
                    M[[k, i]] = M[[i, k]]
                    break
        for i in range(k + 1, d):
            M[i] = M[i] - M[i, k] / M[k, k] * M[k]
    theta = np.zeros(d)
    for k in range(d - 1, -1, -1):
        theta[k] = (M[k, d] - M[k, k + 1:d] @ theta[k + 1:]) / M[k, k]
    return theta


def validate(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if len(b) != A.shape[0]:
        raise ValueError("b of another length")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")


def solve(A, b):
    validate(A, b)
    d = len(b)
    sv = np.linalg.svd(A, compute_uv=False)
    if (sv > 1e-11 * sv[0]).all():
        return Solution("unique", gauss(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(b - A @ theta) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("lengths differ")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
