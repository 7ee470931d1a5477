from typing import NamedTuple, Optional

import torch

DEFAULT_LR = 1e-4
DEFAULT_TOLERANCE = 3e-3
DEFAULT_MAX_EPOCHS = 100_000


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    return torch.stack((x, torch.ones_like(x)), dim=-1)


def train(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: Optional[float] = None,
    tolerance: Optional[float] = None,
    max_epochs: Optional[int] = None,
) -> TrainingRun:
    lr = DEFAULT_LR if lr is None else lr
    tolerance = tolerance or DEFAULT_TOLERANCE
    max_epochs = max_epochs or DEFAULT_MAX_EPOCHS

    weight = initial_weight.detach().clone()
    losses: list[float] = []
    converged = False
    for _ in range(max_epochs):
        error = torch.mv(inputs, weight[0]) - targets
        loss = error.dot(error) / error.numel()
        losses.append(loss.item())
        converged = losses[-1] < tolerance
        if converged or not loss.isfinite():
            break
        weight = weight - lr * (2.0 / error.numel()) * torch.mv(inputs.t(), error)[None, :]
    return TrainingRun(weight, losses, converged)


def fit_line(x, y, *, lr=None, tolerance=None, max_epochs=None) -> tuple[float, float]:
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
