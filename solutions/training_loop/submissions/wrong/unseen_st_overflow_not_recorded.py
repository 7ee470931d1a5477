from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def epochs(X, y, w, lr):
    while True:
        e = X @ w - y
        loss = (e @ e / len(y)).item()
        if not math.isfinite(loss):
            return
        w = w - 2 * lr / len(y) * (X.T @ e)
        yield loss, w


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    losses, w = [], initial_weight[0].detach()
    for loss, w in epochs(inputs, targets, w, lr):
        losses.append(loss)
        if loss < tolerance or len(losses) == max_epochs:
            break
    return TrainingRun(w.reshape(1, -1).clone(), losses, bool(losses) and losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
