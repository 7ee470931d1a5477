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

    Args:
        x: (n,) float32.

    Returns:
        (n, 2) float32, one row per sample.

    >>> design_matrix(torch.tensor([2.0, 5.0])).tolist()
    [[2.0, 1.0], [5.0, 1.0]]
    """
    raise NotImplementedError("TODO: return x beside a column of ones")


def train(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> TrainingRun:
    """Return what one linear neuron without bias learns by gradient descent on the mean squared error.

    Args:
        inputs: (n, d) float32, one row per sample.
        targets: (n,) float32.
        initial_weight: (1, d) float32, left as it is.
        lr: the learning rate of plain gradient descent on all samples; 1e-4 by default.
        tolerance: stop at the first epoch whose loss is below it, or is not finite; 3e-3 by default.
        max_epochs: stop after this many epochs at the latest, at least 1; 100 000 by default.

    Returns:
        The weight (1, d), the loss of every epoch from before its step, and whether the last loss is below the
        tolerance.

    >>> run = train(torch.tensor([[2.0]]), torch.tensor([4.0]), torch.tensor([[0.0]]), lr=0.0625, max_epochs=3)
    >>> run.losses, run.weight.tolist(), run.converged
    ([16.0, 4.0, 1.0], [[1.75]], False)
    """
    raise NotImplementedError("TODO: train the neuron and keep the loss of every epoch")


def fit_line(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> tuple[float, float]:
    """Return the slope and the intercept of the line through the points (x, y), trained from a zero weight.

    Args:
        x: (n,) float32.
        y: (n,) float32.
        lr: as in `train`.
        tolerance: as in `train`.
        max_epochs: as in `train`.

    Returns:
        (slope, intercept), two floats.

    >>> slope, intercept = fit_line(torch.tensor([-1.0, 1.0]), torch.tensor([1.0, 5.0]), lr=0.25)
    >>> round(slope, 1), round(intercept, 1)
    (2.0, 3.0)
    """
    raise NotImplementedError("TODO: train slope and intercept from a zero weight")
