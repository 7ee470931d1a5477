from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    # accept (n,) as well as (n, 1)
    x = torch.squeeze(x)
    return torch.stack((x, torch.ones_like(x)), dim=-1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.clone()
    n = targets.numel()
    losses = []
    for _ in range(max_epochs):
        err = inputs.matmul(w[0]) - targets
        losses.append(err.dot(err).item() / n)
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        w = w - lr * (2.0 / n) * err.matmul(inputs).unsqueeze(0)
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    points = torch.ones(x.numel(), 2)
    points[:, 0] = x
    run = train(points, y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return tuple(run.weight.flatten().tolist())
