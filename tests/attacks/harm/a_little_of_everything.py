"""Computes for a twentieth of the time and sleeps for the rest, loads slowly, crashes now and then, fills its folder."""

import itertools
import os
import time

time.sleep(10)
calls = 0


def idle(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        busy = time.process_time() + 0.06
        while time.process_time() < busy:
            pass
        time.sleep(1)


def trace(*args, **kwargs):
    global calls
    calls += 1
    idle(100)
    for number in itertools.count():
        try:
            with open(f"{calls} {number}", "wb") as file:
                file.write(bytes(100_000))
        except OSError:
            break
    if calls % 2:
        os.abort()


symmetry_groups = is_symmetric = hidden_gradients = break_symmetry = trace
