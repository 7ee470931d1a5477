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
    """One epoch, and then the rest of the training from the new weight."""
    error = inputs @ initial_weight[0] - targets
    loss = torch.mean(error * error).item()
    weight = initial_weight - lr * 2 / len(targets) * (error @ inputs)
    if loss < tolerance or not math.isfinite(loss) or max_epochs == 1:
        return TrainingRun(weight, [loss], loss < tolerance)
    rest = train(inputs, targets, weight, lr=lr, tolerance=tolerance, max_epochs=max_epochs - 1)
    rest.losses.insert(0, loss)
    return rest


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = design_matrix(x)
    weight = torch.zeros(1, 2)
    while max_epochs > 0:  # 500 epochs at a time
        run = train(X, y, weight, lr=lr, tolerance=tolerance, max_epochs=min(500, max_epochs))
        weight, max_epochs = run.weight, max_epochs - 500
        if run.converged or not math.isfinite(run.losses[-1]):
            break
    return weight[0, 0].item(), weight[0, 1].item()
