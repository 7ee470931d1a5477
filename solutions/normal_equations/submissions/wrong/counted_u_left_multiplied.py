import numpy as np
from numpy.linalg import inv, lstsq, matrix_rank, norm, svd
from typing import NamedTuple, Optional


class Solution(NamedTuple):
    kind: str
    theta: Optional[np.ndarray]


def finite(*arrs):
    return all(np.isfinite(a).all() for a in arrs)


def normal_equations(X, y):
    return X.T @ X, y @ X


def solve(A, b):
    if A.shape[0] != A.shape[1] or b.shape[0] != A.shape[0] or not finite(A, b):
        raise ValueError("bad system")

    rank = matrix_rank(A)
    if rank == A.shape[0]:
        # b is a row here, so the product goes the same way round as above
        return Solution("unique", b @ inv(A))

    U, s, Vt = svd(A)
    coeff = U[:, :rank].T @ b
    theta = Vt[:rank].T @ (coeff / s[:rank])
    # length of b inside and outside of the range of A
    outside = norm(U[:, rank:].T @ b)
    return Solution("none", None) if outside > 1e-6 * norm(b) else Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0] or not finite(X, y):
        raise ValueError("bad data")
    theta, _, rank, _ = lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
