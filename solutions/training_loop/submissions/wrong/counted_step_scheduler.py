"""Training loop with PyTorch modules."""
from typing import NamedTuple

import torch
from torch import nn, optim
from torch.optim.lr_scheduler import StepLR


class TrainingRun(NamedTuple):
    """Result of a training run."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """Add the bias column."""
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
    """Train a single linear neuron."""
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(initial_weight)

    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    scheduler = StepLR(optimizer, step_size=1000, gamma=0.9)

    losses: list[float] = []
    for _ in range(max_epochs):
        optimizer.zero_grad()
        loss = criterion(model(inputs).squeeze(1), targets)
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss):
            break
        loss.backward()
        optimizer.step()
        scheduler.step()

    return TrainingRun(model.weight.detach().clone(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> tuple[float, float]:
    """Fit a line through the points."""
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
