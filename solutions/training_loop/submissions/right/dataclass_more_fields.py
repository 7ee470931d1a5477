"""training loop, week 1

The residual is one addmm and the step is another one:
    r = X w^T - y
    w <- w - 2 lr / n  r^T X
"""
from __future__ import annotations

import time
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass(frozen=True)
class TrainingRun:
    weight: Tensor
    losses: list[float]
    converged: bool
    epochs: int = 0
    seconds: float = 0.0
    settings: dict[str, float] = field(default_factory=dict)

    @property
    def final_loss(self) -> float:
        return self.losses[-1]

    def __str__(self) -> str:
        state = "converged" if self.converged else "did not converge"
        return f"{state} after {self.epochs} epochs ({self.seconds:.2f} s), loss {self.final_loss:.3g}"


def design_matrix(x: Tensor) -> Tensor:
    result = torch.ones(x.numel(), 2)
    result[:, 0] = x
    return result


@torch.no_grad()
def train(
    inputs: Tensor,
    targets: Tensor,
    initial_weight: Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> TrainingRun:
    started = time.perf_counter()
    n = inputs.size(0)
    minus_y = -targets.view(n, 1)
    w = initial_weight
    losses: list[float] = []
    for _ in range(max_epochs):
        residual = torch.addmm(minus_y, inputs, w.t())  # (n, 1)
        loss = residual.pow(2).sum().item() / n
        losses.append(loss)
        # out of place, so initial_weight survives
        w = torch.addmm(w, residual.t(), inputs, alpha=-2 * lr / n)
        if not tolerance <= loss < float("inf"):  # below, or inf, or nan (comparisons with nan are False)
            break
    return TrainingRun(
        weight=w,
        losses=losses,
        converged=losses[-1] < tolerance,
        epochs=len(losses),
        seconds=time.perf_counter() - started,
        settings={"lr": lr, "tolerance": tolerance},
    )


def fit_line(
    x: Tensor, y: Tensor, *, lr: float = 1e-4, tolerance: float = 3e-3, max_epochs: int = 100_000
) -> tuple[float, float]:
    options = dict(lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = train(design_matrix(x), y, torch.zeros(1, 2), **options).weight.squeeze(0).tolist()
    return slope, intercept
