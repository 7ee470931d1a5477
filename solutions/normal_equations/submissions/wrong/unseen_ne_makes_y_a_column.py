from collections import namedtuple

import numpy as np
import scipy.linalg

Solution = namedtuple("Solution", ["kind", "theta"])


def normal_equations(X, y):
    y.shape = (len(y), 1)          # column vector, so that the product below is a real matrix product
    A = np.matmul(X.transpose(), X)
    b = np.matmul(X.transpose(), y)
    return A, b.flatten()


def solve(A, b):
    m, n = A.shape
    if m != n:
        raise ValueError("A has to be square")
    if b.shape[0] != n:
        raise ValueError("A and b do not fit")
    if np.isnan(A).any() or np.isinf(A).any() or np.isnan(b).any() or np.isinf(b).any():
        raise ValueError("nan or inf")
    N = scipy.linalg.null_space(A, rcond=1e-11)
    L = scipy.linalg.null_space(A.T, rcond=1e-11)
    if N.shape[1] == 0:
        return Solution("unique", scipy.linalg.solve(A, b))
    if np.linalg.norm(L.T @ b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=1e-11)[0])


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y do not fit")
    if np.isnan(X).any() or np.isinf(X).any() or np.isnan(y).any() or np.isinf(y).any():
        raise ValueError("nan or inf")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("infinite" if rank < X.shape[1] else "unique", theta)
