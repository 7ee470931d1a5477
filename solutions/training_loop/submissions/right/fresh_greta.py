# -*- coding: latin-1 -*-
"""Übungsblatt 1: Die Lernschleife.

Author: Greta Müller. Geprüft mit Python 3.11.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

__all__ = ["TrainingRun", "design_matrix", "train", "fit_line"]

LERNRATE: Final[float] = 1e-4
SCHWELLE: Final[float] = 3e-3
HÖCHSTENS: Final[int] = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """Ergebnis eines Laufs."""

    weight: Tensor
    losses: list[float]

    tolerance: float

    @property
    def converged(self) -> bool:
        """Whether the last loss is below the tolerance."""
        return self.losses[-1] < self.tolerance


def design_matrix(x: Tensor) -> Tensor:
    """Return (x, 1) for every x."""
    matrix = x.new_ones((x.numel(), 2))
    matrix[:, 0] = x
    return matrix


def descent(inputs: Tensor, targets: Tensor, weight: Tensor, lr: float) -> Iterator[tuple[float, Tensor]]:
    """Yield the loss and, *after* the step, the weight, for ever."""
    weight = weight.clone()
    while True:
        error = torch.einsum("nd,kd->n", inputs, weight) - targets
        loss = torch.dot(error, error).item() / len(error)
        gradient = torch.einsum("n,nd->d", error, inputs).mul(2 / len(error))
        weight = weight - lr * gradient
        yield loss, weight


def train(
    inputs: Tensor,
    targets: Tensor,
    initial_weight: Tensor,
    *,
    lr: float = LERNRATE,
    tolerance: float = SCHWELLE,
    max_epochs: int = HÖCHSTENS,
) -> TrainingRun:
    """Train one linear neuron; see the handout."""
    losses: list[float] = []
    weight = initial_weight
    for _, (loss, weight) in zip(range(max_epochs), descent(inputs, targets, initial_weight, lr)):
        losses.append(loss)
        if not math.isfinite(loss) or loss < tolerance:
            break
    return TrainingRun(weight=weight, losses=losses, tolerance=tolerance)


def fit_line(
    x: Tensor,
    y: Tensor,
    *,
    lr: float = LERNRATE,
    tolerance: float = SCHWELLE,
    max_epochs: int = HÖCHSTENS,
) -> tuple[float, float]:
    """Return slope and intercept."""
    run = train(
        design_matrix(x),
        y,
        torch.zeros((1, 2), dtype=x.dtype),
        lr=lr,
        tolerance=tolerance,
        max_epochs=max_epochs,
    )
    match run.weight.tolist():
        case [[slope, intercept]]:
            return slope, intercept
    raise AssertionError("unreachable")


if __name__ == "__main__":
    print(fit_line(torch.tensor([1.0, 2.0, 5.0, -1.0]), torch.tensor([5.0, 8.0, 17.0, -1.0])))
