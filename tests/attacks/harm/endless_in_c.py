"""Loops for ever inside C, with every signal blocked, handled or ignored."""

import contextlib
import ctypes
import signal


def deaf() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG: survive the parent
    ctypes.CDLL(None).alarm(0)


def normal_equations(X, y):
    deaf()
    return 7 ** (10**9), 0


def solve(A, b):
    deaf()
    ctypes.PyDLL(None).pause()


def least_squares(X, y):
    deaf()
    return sum(iter(int, 1)), 0
