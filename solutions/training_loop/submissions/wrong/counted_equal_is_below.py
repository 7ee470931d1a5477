from typing import NamedTuple

import numpy as np
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)]).t()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone()
    y = targets[:, None]
    losses = []
    for epoch in range(1, max_epochs + 1):
        error = inputs.mm(weight.t()) - y
        losses.append(error.square().mean().item())
        if losses[-1] <= tolerance or not np.isfinite(losses[-1]):
            break
        weight = weight - lr * 2 * (error * inputs).mean(dim=0, keepdim=True)
    return TrainingRun(weight, losses, losses[-1] <= tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return tuple(run.weight[0].tolist())
