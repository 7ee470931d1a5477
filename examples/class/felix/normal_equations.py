import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    return Solution("unique", np.linalg.solve(A, b))


def least_squares(X, y):
    A, b = normal_equations(X, y)
    return solve(A, b)
