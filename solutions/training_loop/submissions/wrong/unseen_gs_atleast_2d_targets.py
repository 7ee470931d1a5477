from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone()
    y = torch.atleast_2d(targets)
    losses = []
    for _ in range(max_epochs):
        prediction = inputs @ weight.T
        error = prediction - y
        loss = (error ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        gradient = 2 * (error.mean(dim=1, keepdim=True) * inputs).mean(dim=0)
        weight = weight - lr * gradient
    return TrainingRun(weight, losses, loss < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = design_matrix(x)
    w = torch.nn.Parameter(torch.zeros(2))
    sgd = torch.optim.SGD([w], lr=lr)
    for _ in range(max_epochs):
        sgd.zero_grad()
        loss = ((X @ w - y) ** 2).mean()
        if loss < tolerance or not torch.isfinite(loss):
            break
        loss.backward()
        sgd.step()
    return w[0].item(), w[1].item()
