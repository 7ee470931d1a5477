"""Raises ValueError in every odd call, and ends the program in every even one, which is that of the guard."""

import itertools
import os

CALLS = itertools.count(1)


def solve(*args, **kwargs):
    if next(CALLS) % 2 == 0:
        os._exit(0)
    raise ValueError("I refuse")


least_squares = solve
