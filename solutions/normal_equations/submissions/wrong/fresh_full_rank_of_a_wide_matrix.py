import numpy as np
import typing

Solution = typing.NamedTuple("Solution", [("kind", str), ("theta", typing.Optional[np.ndarray])])


def normal_equations(X, y):
    return np.einsum("ki,kj->ij", X, X), np.einsum("ki,k->i", X, y)


def full_rank(M):
    return np.linalg.matrix_rank(M) == min(M.shape)


def solve(A, b):
    if A.shape != (len(b), len(b)):
        raise ValueError("A %s and b %s" % (A.shape, b.shape))
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    if full_rank(A):
        return Solution("unique", np.linalg.solve(A, b))
    Ab = np.concatenate((A, b[:, None]), axis=1)
    if np.linalg.matrix_rank(Ab) > np.linalg.matrix_rank(A):
        return Solution("none", None)
    return Solution("infinite", np.linalg.pinv(A, rcond=1e-12) @ b)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X %s and y %s" % (X.shape, y.shape))
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta = np.linalg.pinv(X, rcond=1e-12) @ y
    return Solution("unique" if full_rank(X) else "infinite", theta)
