from types import SimpleNamespace
import numpy as np


def normal_equations(X, y):
    pass


def solve(A, b):
    pass


# I did this one first because lstsq does it all
def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    kind = "unique" if rank == X.shape[1] else "infinite"
    return SimpleNamespace(kind=kind, theta=theta)
