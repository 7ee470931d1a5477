"""Sleeps in every statement at its top, and ends the program at the first call, so that all of it is run again."""

import os
import time

time.sleep(40)


def trace(*args, **kwargs):
    os._exit(1)


symmetry_groups = is_symmetric = hidden_gradients = break_symmetry = trace
time.sleep(40)
time.sleep(40)
time.sleep(40)
