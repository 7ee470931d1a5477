from typing import NamedTuple

import torch
from torch import nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone().requires_grad_(True)
    mse = nn.MSELoss()
    losses = []
    for epoch in range(max_epochs):
        loss = mse(inputs @ w.T, targets.view(-1, 1))
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss).item():
            break
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
    return TrainingRun(w.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope = run.weight[:, 0]
    intercept = run.weight[:, 1]
    return slope, intercept
