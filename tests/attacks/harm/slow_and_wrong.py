"""Is wrong, and slow enough that looking for a smaller counterexample takes all the time it may, in every check."""

import time

import numpy as np


def solve(*args, **kwargs):
    time.sleep(0.22)
    return "unique", np.zeros(2)


def normal_equations(X, y):
    time.sleep(0.22)
    return X.T, y


least_squares = solve
