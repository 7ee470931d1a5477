# Homework 3, normal equations
# I use lstsq everywhere because it already returns the rank and the shortest solution :)
from collections import namedtuple
import numpy as np

Solution = namedtuple('Solution', ['kind', 'theta'])


def check_finite(*arrays):
    for a in arrays:
        if np.isnan(a).any() or np.isinf(a).any():
            raise ValueError('nan or inf in the input')


def normal_equations(X, y):
    A = np.dot(np.transpose(X), X)
    b = np.dot(np.transpose(X), y)
    return A, b


def solve(A, b):
    A = np.asarray(A, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    n, m = A.shape
    if n != m: raise ValueError('A is not square')
    if b.size != n: raise ValueError('wrong length of b')
    check_finite(A, b)

    theta, _, rank, sv = np.linalg.lstsq(A, b, rcond=None)
    #print(rank, sv)
    if rank == n:
        return Solution('unique', theta)
    # not full rank -> does the best theta really hit b? (relative!!)
    r = A.dot(theta) - b
    if np.linalg.norm(r) <= 1e-9 * np.linalg.norm(b):
        return Solution('infinite', theta)
    else:
        return Solution('none', None)


def least_squares(X, y):
    X = np.asarray(X, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    if X.shape[0] != y.shape[0]:
        raise ValueError('X and y do not fit together')
    check_finite(X, y)
    # directly on X, better than X^T X (see the "numbers worth knowing")
    theta, _, rank, sv = np.linalg.lstsq(X, y, rcond=None)
    if rank == X.shape[1]:
        return Solution('unique', theta)
    return Solution('infinite', theta)
