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
    w = initial_weight.detach().clone()
    losses = []
    for _ in range(max_epochs):
        error = torch.einsum("nd,kd->n", inputs, w) - targets
        losses.append(error.square().mean().item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        w = w - lr * 2 * torch.einsum("n,nd->d", error, inputs) / inputs.shape[0]
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    points = dict(zip(x.tolist(), y.tolist()))
    xs = torch.tensor(list(points.keys()))
    ys = torch.tensor(list(points.values()))
    weight, _, _ = train(design_matrix(xs), ys, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = weight.squeeze().tolist()
    return slope, intercept
