import enum
from dataclasses import dataclass

import numpy as np


class Kind(str, enum.Enum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"


@dataclass(frozen=True)
class Solution:
    theta: list | None
    kind: str


def normal_equations(X, y):
    X = np.asarray(X, dtype=float)
    return (X.T @ X, X.T @ np.asarray(y, dtype=float))


def _validated(M, v):
    M, v = np.array(M, dtype=float), np.array(v, dtype=float)
    if not np.isfinite(M).all() or not np.isfinite(v).all():
        raise ValueError("not finite")
    if M.shape[0] != v.shape[0]:
        raise ValueError("shapes")
    return M, v


def solve(A, b):
    A, b = _validated(A, b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("square")
    rank_a = np.linalg.matrix_rank(A)
    augmented = np.hstack([A, b[:, None]])
    if np.linalg.matrix_rank(augmented) != rank_a:
        return Solution(theta=None, kind=Kind.NONE)
    theta = np.linalg.pinv(A) @ b
    if rank_a == A.shape[0]:
        theta = theta + np.linalg.solve(A, b - A @ theta)
        return Solution(theta=theta.tolist(), kind=Kind.UNIQUE)
    return Solution(theta=theta.tolist(), kind=Kind.INFINITE)


def least_squares(X, y):
    X, y = _validated(X, y)
    kind = Kind.UNIQUE if np.linalg.matrix_rank(X) == X.shape[1] else Kind.INFINITE
    return Solution(theta=(np.linalg.pinv(X) @ y).tolist(), kind=kind)
