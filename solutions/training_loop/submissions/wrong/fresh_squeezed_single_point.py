"""Linear regression by gradient descent."""
from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    """x and ones side by side"""
    column = x.reshape(-1, 1)
    stacked = torch.stack([column, torch.ones_like(column)], dim=1)   # (n, 2, 1)
    return stacked.squeeze()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.clone()
    y = targets.reshape(-1, 1)
    losses = []
    for epoch in range(max_epochs):
        error = inputs @ w.T - y
        loss = (error ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance or loss != loss or loss == float("inf"):
            break
        w = w - lr * 2 * (error * inputs).mean(dim=0, keepdim=True)
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = torch.ones(len(x), 2)
    X[:, 0] = x
    run = train(X, y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
