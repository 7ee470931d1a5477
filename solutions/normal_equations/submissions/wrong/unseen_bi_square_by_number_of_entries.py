import math
from collections import namedtuple

import numpy as np

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def as_square(A):
    """A as (d, d); raises if its entries do not make a square."""
    d = math.isqrt(A.size)
    if d * d != A.size:
        raise ValueError(f"{A.size} entries are no square matrix")
    return np.reshape(A, (d, d))


def solve(A, b):
    A = as_square(np.asarray(A, dtype=float))
    d = A.shape[0]
    if b.shape != (d,):
        raise ValueError(f"b needs {d} entries")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("entries must be finite")
    U, s, Vt = np.linalg.svd(A)
    good = s > 1e-11 * s[0]
    c = U.T @ b
    theta = Vt[good].T @ (c[good] / s[good])
    if good.all():
        return Solution("unique", theta)
    if np.linalg.norm(c[~good]) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("entries must be finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
