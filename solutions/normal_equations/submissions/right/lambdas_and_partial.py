from collections import namedtuple
from functools import partial

import numpy as np
from numpy import linalg as la

Solution = namedtuple("Solution", "kind theta", defaults=[None])

KINDS = np.array(["unique", "infinite", "none"])

finite = lambda *arrays: all(np.isfinite(a).all() for a in arrays)
rank = partial(la.matrix_rank, rtol=1e-12)


def guard(ok, complaint):
    if not ok:
        raise la.LinAlgError(complaint)


def _solve(A, b, rank, pinv):
    guard(A.ndim == 2 and A.shape[0] == A.shape[1], "square matrix, please")
    guard(b.shape == A.shape[:1], "b does not match")
    guard(finite(A, b), "inf/nan")
    # scale b to the size of A, then the rank of [A b] is about directions only
    size_A, size_b = la.norm(A), la.norm(b)
    column = b * (size_A / size_b) if size_A > 0 and size_b > 0 else b
    r, r_aug = rank(A), rank(np.c_[A, column])
    which = 0 if r == len(b) else 2 if r_aug > r else 1
    return Solution(KINDS[which], [lambda: la.solve(A, b), lambda: pinv(A) @ b, lambda: None][which]())


def _least_squares(X, y, pinv):
    guard(len(X) == len(y), "X and y do not match")
    guard(finite(X, y), "inf/nan")
    return Solution(KINDS[int(rank(X) < X.shape[1])], pinv(X) @ y)


normal_equations = lambda X, y: (X.T @ X, X.T @ y)
solve = partial(_solve, rank=rank, pinv=partial(la.pinv, rcond=1e-12))
least_squares = partial(_least_squares, pinv=partial(la.pinv, rcond=1e-12))
