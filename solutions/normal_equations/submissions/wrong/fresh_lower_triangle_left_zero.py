import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", ["kind", "theta"])

def normal_equations(X, y):
    n, d = X.shape
    A = np.zeros((d, d))
    b = np.zeros(d)
    for i in range(d):
        b[i] = np.sum(X[:, i] * y)
        # A is symmetric, so start at i
        for j in range(i, d):
            A[i, j] = np.sum(X[:, i] * X[:, j])
    return A, b

def check(M, v):
    if len(M) != len(v):
        raise ValueError("lengths: %d and %d" % (len(M), len(v)))
    if not (np.all(np.isfinite(M)) and np.all(np.isfinite(v))):
        raise ValueError("nan or inf")

def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    check(A, b)
    d = len(b)
    r = np.linalg.matrix_rank(A)
    r_aug = np.linalg.matrix_rank(np.hstack((A, b.reshape(d, 1))))
    if r == d:
        return Solution("unique", np.linalg.inv(A).dot(b))
    if r == r_aug:
        return Solution("infinite", np.linalg.pinv(A, rcond=1e-12).dot(b))
    return Solution("none", None)

def least_squares(X, y):
    check(X, y)
    # lstsq is better conditioned than the normal equations
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
