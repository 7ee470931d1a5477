from typing import NamedTuple
import torch
from math import isfinite


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.column_stack((x, torch.ones_like(x)))


def _mse(diff):
    return diff.pow(2).mean()


def _mse_grad(diff, inputs):
    # d/dw mean(diff^2) = mean of 2 * diff * input
    return 2 * diff.T @ inputs / inputs.numel()


@torch.no_grad()
def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    targets = targets.view(-1, 1)
    w = initial_weight.clone()
    losses = []
    for _ in range(max_epochs):
        diff = inputs @ w.T - targets
        losses.append(_mse(diff).item())
        if losses[-1] < tolerance or not isfinite(losses[-1]):
            break
        w -= lr * _mse_grad(diff, inputs)
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    options = dict(lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    w = train(design_matrix(x), y, torch.zeros(1, 2), **options).weight
    return w[0, 0].item(), w[0, 1].item()
