from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    A, b = np.array(A, float), np.array(b, float)
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0]:
        raise ValueError("wrong shapes")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("only finite numbers")

    d = len(b)
    # One formula for all cases: the pseudoinverse. The cutoff is relative to the largest
    # singular value, as the handout wants it, and large enough to be above all rounding.
    theta = np.linalg.pinv(A, rcond=1e-5) @ b

    if np.linalg.matrix_rank(A) == d:
        return Solution("unique", theta)
    consistent = np.linalg.norm(A @ theta - b) <= 1e-6 * np.linalg.norm(b)
    return Solution("infinite", theta) if consistent else Solution("none", None)


def least_squares(X, y):
    X, y = np.array(X, float), np.array(y, float)
    if X.shape[0] != y.shape[0]:
        raise ValueError("wrong shapes")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("only finite numbers")
    theta = np.linalg.pinv(X, rcond=1e-10) @ y
    full = np.linalg.matrix_rank(X) == X.shape[1]
    return Solution("unique" if full else "infinite", theta)
