"""Many statements, each of which computes for almost as long as one may, and a crash in the first call."""

import os
import time


def burn():
    end = time.process_time() + 14
    while time.process_time() < end:
        pass


def normal_equations(X, y):
    os.abort()


solve = least_squares = normal_equations
burn()
burn()
burn()
burn()
burn()
burn()
