"""Reference of the assignment training_loop: gradient descent for one linear neuron, by hand."""

import math
from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    """What a run of `train` learned, and how it went."""

    weight: torch.Tensor  # (1, d) the learned weight
    losses: list[float]  # the loss of every epoch, in order
    converged: bool  # whether the last loss is below the tolerance


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """Return x (n,) beside a column of ones: (n, 2), so that the second weight is the intercept."""
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
    """Train one linear neuron without bias by full-batch gradient descent on the mean squared error.

    Args:
        inputs: (n, d) float32.
        targets: (n,) float32.
        initial_weight: (1, d) float32, left as it is.
        lr: the step is lr times the gradient.
        tolerance: the run stops at the first epoch whose loss is below it, or is not finite.
        max_epochs: the run stops after this many epochs at the latest, having taken the step of each.

    Returns:
        The weight (1, d) at the stop, the loss of every epoch from before its step, and whether the last one is
        below the tolerance.
    """
    weight = initial_weight.clone()  # a copy: the steps below are taken in place
    losses: list[float] = []
    for _ in range(max_epochs):
        # One weight row against n targets: (n,) against (n,). A prediction of shape (n, 1) would
        # broadcast against the targets to (n, n), without an error.
        error = inputs @ weight[0] - targets
        loss = error.square().mean().item()
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        weight -= lr * (2 / len(targets)) * (error @ inputs)
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> tuple[float, float]:
    """Return the slope and the intercept of the line through x (n,) and y (n,), trained from a zero weight."""
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight[0].tolist()
    return slope, intercept
