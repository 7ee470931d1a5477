"""The training loop: one linear neuron, full-batch gradient descent."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """Return x beside a column of ones."""
    return torch.nn.functional.pad(x.unsqueeze(1), (0, 1), value=1.0)


def _diverged(losses: list[float]) -> bool:
    """Whether there is no use in going on: the loss is not finite, or it grows."""
    if not math.isfinite(losses[-1]):
        return True
    return len(losses) > 1 and losses[-1] > 2 * losses[0]


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> TrainingRun:
    weight = initial_weight.clone()
    losses: list[float] = []
    for _ in range(max_epochs):
        error = inputs @ weight.squeeze(0) - targets
        losses.append(torch.mean(error**2).item())
        if losses[-1] < tolerance or _diverged(losses):
            break
        gradient = 2 * torch.mean(error.unsqueeze(1) * inputs, dim=0)
        weight = weight - lr * gradient
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> tuple[float, float]:
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
