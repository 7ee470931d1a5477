"""Crashes in every way: a wild pointer, a full stack in Python and in C, abort, an illegal instruction."""

import ctypes
import os
import signal
import sys


def normal_equations(X, y):
    ctypes.string_at(0)


def solve(A, b):
    sys.setrecursionlimit(2**31 - 1)

    def deeper(n):
        return deeper(n + 1) + 1

    return deeper(0)


def least_squares(X, y):
    if len(y) % 2:
        os.abort()
    nested = []
    for _ in range(10_000_000):
        nested = [nested]
    repr(nested)
    os.kill(os.getpid(), signal.SIGILL)
