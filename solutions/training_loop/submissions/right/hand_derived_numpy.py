# Exercise 1: training loop
# I did the gradient on paper:  L = 1/n sum (Xw-y)^2   =>   dL/dw = 2/n X^T (Xw - y)
# numpy has enough for that, torch is only at the doors (in and out).
from typing import NamedTuple

import numpy as np
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list
    converged: bool


def design_matrix(x):
    a = x.detach().numpy().astype(np.float64)
    return torch.from_numpy(np.c_[a, np.ones(len(a))])


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = inputs.detach().numpy().astype(np.float64)  # astype makes a copy
    y = targets.detach().numpy().astype(np.float64)
    w = initial_weight.detach().numpy().astype(np.float64)[0]
    n = len(y)

    losses = []
    for _ in range(max_epochs):
        r = X @ w - y
        loss = np.mean(r**2)
        losses.append(loss)
        if loss < tolerance or not np.isfinite(loss):
            break
        w = w - lr * (2 / n) * (X.T @ r)

    return TrainingRun(torch.from_numpy(w[None, :]), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight.numpy()[0]
    return slope, intercept
