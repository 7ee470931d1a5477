from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=10_000):
    w = initial_weight.detach().clone()
    losses = []
    for _ in range(max_epochs):
        error = inputs @ w.T - targets.view(-1, 1)
        losses.append((error ** 2).mean().item())
        w = w - lr * 2 * (error * inputs).mean(dim=0)
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
