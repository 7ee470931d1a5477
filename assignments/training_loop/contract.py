"""What the functions of training_loop take and return: the public checks validate answers by it."""

from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor: ...


def train(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float = 0.0001,
    tolerance: float = 0.003,
    max_epochs: int = 100000,
) -> TrainingRun: ...


def fit_line(
    x: torch.Tensor, y: torch.Tensor, *, lr: float = 0.0001, tolerance: float = 0.003, max_epochs: int = 100000
) -> tuple[float, float]: ...
