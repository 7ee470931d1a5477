from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def gradient(inputs, error):
    """dL/dw of the slopes, then dL/db of the intercept."""
    n, d = inputs.shape
    if d == 1:
        return 2 / n * (error @ inputs)
    dw = 2 / n * (error @ inputs[:, :-1])
    db = 2 / n * error.sum()
    return torch.cat((dw, db.reshape(1)))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone()
    losses = []
    for _ in range(max_epochs):
        error = (inputs @ w.T)[:, 0] - targets
        loss = torch.mean(error ** 2).item()
        losses.append(loss)
        w = w - lr * gradient(inputs, error)
        if loss < tolerance or not math.isfinite(loss):
            break
    return TrainingRun(w, losses, loss < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return float(run.weight[0, 0]), float(run.weight[0, 1])
