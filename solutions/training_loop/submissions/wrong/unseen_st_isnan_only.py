from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.cat((x.unsqueeze(1), torch.ones(x.shape[0], 1)), 1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone()
    n = inputs.shape[0]
    losses = []
    for _ in range(max_epochs):
        residual = (inputs @ w.T).squeeze(1) - targets
        loss = residual.pow(2).sum() / n
        losses.append(loss.item())
        if torch.isnan(loss) or loss < tolerance:
            break
        w = w - (2 * lr / n) * (residual @ inputs)
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
