"""Fit a line with gradient descent in PyTorch, and watch it converge.

Write the loop, then find out what its speed depends on. The handout is README.md in this folder.
"""

from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    """What a run of `train` learned from d features, and how it went."""

    weight: torch.Tensor  # (1, d) the learned weight
    losses: list[float]  # the loss of every epoch, in order
    converged: bool  # whether the last loss is below the tolerance


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    """Return x beside a column of ones, so that the second weight of a line is its intercept.

    >>> design_matrix(torch.tensor([2.0, 5.0])).tolist()
    [[2.0, 1.0], [5.0, 1.0]]
    """
    return torch.column_stack([x, torch.ones_like(x)])


def train(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> TrainingRun:
    """Return what one linear neuron without bias learns by gradient descent on the mean squared error."""
    raise NotImplementedError("TODO: train the neuron and keep the loss of every epoch")


def fit_line(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> tuple[float, float]:
    """Return slope and intercept of the line through the points (x, y), trained from a zero weight."""
    raise NotImplementedError("TODO: train slope and intercept from a zero weight")
