from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.detach().clone()
    X, y = inputs, targets.unsqueeze(1)
    losses = []
    for _ in range(max_epochs):
        error = X @ weight.T - y
        losses.append(error.square().mean().item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        weight = weight - lr * 2 * (error.T @ X) / len(X)
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    if torch.all(y == y[0]):  # a horizontal line, nothing to train
        return 0.0, y[0].item()
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
