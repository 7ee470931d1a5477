"""Training loop, by hand, without autograd."""
from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor  # (1, d)
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """x beside a column of ones."""
    matrix = torch.full((len(x), 2), 1)
    matrix[:, 0] = x
    return matrix


def mse(prediction, target):
    return torch.mean((prediction - target) ** 2)


def gradient(inputs, prediction, target):
    return 2 * (prediction - target).T @ inputs / len(inputs)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    inputs = inputs.float()
    target = targets.float().reshape(-1, 1)
    weight = initial_weight.clone()
    losses: list[float] = []
    while len(losses) < max_epochs:
        prediction = inputs @ weight.T
        loss = mse(prediction, target)
        losses.append(float(loss))
        if loss < tolerance or not torch.isfinite(loss):
            break
        weight = weight - lr * gradient(inputs, prediction, target)
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(
        design_matrix(x),
        y,
        torch.zeros((1, 2)),
        lr=lr,
        tolerance=tolerance,
        max_epochs=max_epochs,
    )
    return float(run.weight[0, 0]), float(run.weight[0, 1])
