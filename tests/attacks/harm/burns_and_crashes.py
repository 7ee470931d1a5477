"""Computes on all cores for as long as a call may, and then crashes, in every call: no worker lives to be measured."""

import os
import threading
import time


def burn(end):
    while time.process_time() < end:
        sum(range(10_000))


def train(*args, **kwargs):
    end = time.process_time() + 4.5
    for _ in range(8):
        threading.Thread(target=burn, args=(end,)).start()
    burn(end)
    os.abort()


design_matrix = fit_line = train
