from typing import NamedTuple
from math import isfinite

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.tensor([[value, 1.0] for value in x.tolist()], dtype=torch.float32)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, y, w = inputs, targets, initial_weight[0].clone()
    n = len(y)
    losses = []

    for _ in range(max_epochs):
        r = X @ w - y
        losses.append((r @ r / n).item())
        if losses[-1] < tolerance or not isfinite(losses[-1]):
            break
        w = w - lr * (2 / n) * (X.T @ r)

    return TrainingRun(w[None], losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
