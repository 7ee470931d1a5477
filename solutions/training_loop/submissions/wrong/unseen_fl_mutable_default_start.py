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
    losses = []
    while len(losses) < max_epochs:
        error = inputs @ weight.T - targets.reshape(-1, 1)
        loss = float(torch.mean(error ** 2))
        losses.append(loss)
        if loss < tolerance or math.isnan(loss) or math.isinf(loss):
            break
        weight -= lr * 2 / len(inputs) * error.T @ inputs
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000, start=[0.0, 0.0]):
    run = train(design_matrix(x), y, torch.tensor([start]), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    start[0], start[1] = run.weight[0].tolist()
    return start[0], start[1]
