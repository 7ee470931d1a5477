from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone()
    losses = []
    for _ in range(max_epochs):
        error = (inputs @ weight.T).squeeze(1) - targets
        loss = error.pow(2).mean()
        losses.append(loss.item())
        if loss < tolerance or not torch.isfinite(loss):
            break
        weight = weight - lr * 2 * (error @ inputs) / len(targets)
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # standardise x, gradient descent converges much better then
    mean = x.mean()
    std = x.std(unbiased=False)
    z = (x - mean) / std

    run = train(design_matrix(z), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    a, b = run.weight[0]

    # y = a (x - mean) / std + b
    slope = a / std
    intercept = b - a * mean / std
    return slope.item(), intercept.item()
