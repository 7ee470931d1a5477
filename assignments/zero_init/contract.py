"""What the functions of zero_init take and return: the public checks validate answers by it."""

from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    initial_bias: torch.Tensor | None = None,
    *,
    lr: float = 0.0001,
    epochs: int = 2,
) -> list[Epoch]: ...


def symmetry_groups(rows: torch.Tensor, tolerance: float = 1e-06) -> list[list[int]]: ...


def is_symmetric(rows: torch.Tensor, tolerance: float = 1e-06) -> bool: ...


def hidden_gradients(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> HiddenGradients: ...


def break_symmetry(neurons: int, features: int, seed: int) -> torch.Tensor: ...
