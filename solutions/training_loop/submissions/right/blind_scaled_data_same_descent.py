# Folds the factor 2 / n into the data once: A = sqrt(2/n) X, so that loss = |Aw - b|^2 / 2 and gradient = A'(Aw - b).
import math
from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.cat((x.view(-1, 1), torch.ones_like(x).view(-1, 1)), 1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    scale = math.sqrt(2 / len(targets))
    a, b = scale * inputs, (scale * targets).unsqueeze(1)
    w = initial_weight.t().clone()
    losses = []
    for _ in range(max_epochs):
        r = torch.addmm(b, a, w, beta=-1)
        losses.append((r * r).sum().item() / 2)
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        w.addmm_(a.t(), r, alpha=-lr)
    return TrainingRun(w.t(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
