"""Fit a line with gradient descent in PyTorch, and watch it converge."""

import math
from typing import NamedTuple

import torch
from torch import nn, optim


class TrainingRun(NamedTuple):
    """What a run of `train` learned from d features, and how it went."""

    weight: torch.Tensor  # (1, d) the learned weight
    losses: list[float]  # the loss of every epoch, in order
    converged: bool  # whether the last loss is below the tolerance


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """Return x beside a column of ones."""
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> TrainingRun:
    """Train one linear neuron without bias until the loss is small enough."""
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    # clone! otherwise the optimizer would change the caller's tensor
    model.weight = nn.Parameter(initial_weight.clone())
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    targets = targets.unsqueeze(1)  # (n, 1) like the predictions

    losses = []
    for epoch in range(max_epochs):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break

    return TrainingRun(model.weight, losses, losses[-1] < tolerance)


def fit_line(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> tuple[float, float]:
    """Return slope and intercept of the line through the points (x, y)."""
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
