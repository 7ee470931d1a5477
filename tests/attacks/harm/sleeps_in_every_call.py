"""Sleeps in every call, for just less than a call may wait, and then crashes or returns what has the wrong shape."""

import os
import time

import torch

calls = 0


def train(*args, **kwargs):
    global calls
    calls += 1
    time.sleep(24)
    if calls % 3 == 0:
        os._exit(1)
    return torch.zeros(1), [], False


def design_matrix(x):
    time.sleep(3600)


def fit_line(*args, **kwargs):
    time.sleep(199)
    return 0.0, 0.0
