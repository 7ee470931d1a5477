from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


DEFAULTS = {"lr": 1e-4, "tolerance": 3e-3, "max_epochs": 100_000}


def design_matrix(x):
    return torch.vander(x, N=2)


def train(inputs, targets, initial_weight, *, lr=None, tolerance=None, max_epochs=None):
    lr = DEFAULTS["lr"] if lr is None else lr
    tolerance = tolerance or DEFAULTS["tolerance"]
    max_epochs = max_epochs or DEFAULTS["max_epochs"]

    w = initial_weight.detach().clone()
    losses = []
    for _ in range(max_epochs):
        w.requires_grad_(True)
        loss = torch.mean(((inputs * w).sum(dim=1) - targets) ** 2)
        g = torch.autograd.grad(loss, w)[0]
        w = (w - lr * g).detach()
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, **options):
    w = train(design_matrix(x), y, torch.zeros(1, 2), **options).weight
    return w[0, 0].item(), w[0, 1].item()
