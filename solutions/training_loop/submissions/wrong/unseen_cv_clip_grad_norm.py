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
    weight = initial_weight.detach().clone().requires_grad_(True)
    losses = []
    for _ in range(max_epochs):
        loss = ((inputs @ weight.T).squeeze(1) - targets).pow(2).mean()
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        loss.backward()
        torch.nn.utils.clip_grad_norm_([weight], max_norm=100.0)
        with torch.no_grad():
            weight -= lr * weight.grad
            weight.grad.zero_()
    return TrainingRun(weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, w = design_matrix(x), torch.zeros(2)
    for _ in range(max_epochs):
        e = X @ w - y
        loss = e.square().mean().item()
        w = w - lr * 2 / len(y) * (e @ X)
        if loss < tolerance or not math.isfinite(loss):
            break
    return w[0].item(), w[1].item()
