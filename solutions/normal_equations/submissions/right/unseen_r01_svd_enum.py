"""SVD by hand, kinds as an enum."""
from enum import Enum
from collections import namedtuple

import numpy as np

Solution = namedtuple("Solution", "kind theta")


class Kind(str, Enum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"


RTOL = 1e-11


def _finite(*arrays):
    for a in arrays:
        if not np.all(np.isfinite(a)):
            raise ValueError("entries must be finite")


def _svd_solution(M, rhs):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    r = int(np.count_nonzero(s > RTOL * s[0]))
    c = U[:, :r].T @ rhs
    return r, U[:, :r] @ c, Vt[:r].T @ (c / s[:r])


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1] or b.shape != (A.shape[0],):
        raise ValueError("shapes")
    _finite(A, b)
    rank, reached, theta = _svd_solution(A, b)
    if rank == A.shape[0]:
        return Solution(Kind.UNIQUE, theta)
    if np.linalg.norm(b - reached) > 1e-7 * np.linalg.norm(b):
        return Solution(Kind.NONE, None)
    return Solution(Kind.INFINITE, theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("lengths")
    _finite(X, y)
    rank, _, theta = _svd_solution(X, y)
    return Solution(Kind.UNIQUE if rank == X.shape[1] else Kind.INFINITE, theta)
