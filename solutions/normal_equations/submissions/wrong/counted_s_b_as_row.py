from typing import NamedTuple
import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


rank = np.linalg.matrix_rank


def normal_equations(X, y):
    A = X.T.dot(X)
    b = X.T.dot(y)
    return A, b


def solve(A, b):
    # --- checks -------------------------------------------------
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    # --- ranks --------------------------------------------------
    d = A.shape[0]
    rank_A = rank(A)
    if rank_A == d:
        return Solution("unique", np.linalg.solve(A, b))
    # [A b]; a generous tolerance as b may be rounded in its last digit
    A_b = np.vstack([A, b])
    rank_A_b = rank(A_b, rtol=1e-10)
    if rank_A_b > rank_A:
        return Solution("none", None)
    # --- shortest solution --------------------------------------
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=None)[0])


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta = np.linalg.lstsq(X, y, rcond=None)[0]
    return Solution("unique" if rank(X) == X.shape[1] else "infinite", theta)
