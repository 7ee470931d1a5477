from typing import NamedTuple
import math
import torch
from torch import nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone()
    n = inputs.shape[0]
    losses = []
    converged = False
    for epoch in range(max_epochs):
        error = inputs.squeeze() @ weight.squeeze() - targets
        loss = (error ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance:
            converged = True
            break
        if not math.isfinite(loss):
            break
        gradient = 2 / n * (error @ inputs)
        weight = weight - lr * gradient.unsqueeze(0)
    return TrainingRun(weight, losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight[0].tolist()
    return slope, intercept
