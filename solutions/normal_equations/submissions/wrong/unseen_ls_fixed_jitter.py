"""A little jitter on the diagonal makes the Cholesky factorization safe."""
import numpy as np
import scipy.linalg as sla
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


JITTER = 1e-12


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def numerical_rank(M):
    s = np.linalg.svd(M, compute_uv=False)
    return int(np.sum(s > 1e-11 * s[0]))


def refuse_unless(condition):
    if not condition:
        raise ValueError("refused")


def solve(A, b):
    refuse_unless(A.shape[0] == A.shape[1] and A.shape[0] == b.shape[0])
    refuse_unless(np.isfinite(A).all() and np.isfinite(b).all())
    if numerical_rank(A) == len(b):
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    refuse_unless(X.shape[0] == y.shape[0])
    refuse_unless(np.isfinite(X).all() and np.isfinite(y).all())
    d = X.shape[1]
    if numerical_rank(X) < d:
        return Solution("infinite", np.linalg.pinv(X, rcond=1e-11) @ y)
    A, b = normal_equations(X, y)
    return Solution("unique", sla.cho_solve(sla.cho_factor(A + JITTER * np.eye(d)), b))
