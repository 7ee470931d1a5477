import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if len(b) != len(A):
        raise ValueError("b wrong length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-12)
    if rank == len(b):
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) > 1e-9 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


# TODO least_squares, monday
