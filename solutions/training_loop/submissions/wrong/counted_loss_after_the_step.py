from typing import NamedTuple

import torch
from torch.nn.functional import mse_loss


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    return torch.vstack([x, torch.ones_like(x)]).T


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> TrainingRun:
    weight = initial_weight.detach().clone().requires_grad_()
    losses: list[float] = []

    def closure() -> torch.Tensor:
        return mse_loss((inputs @ weight.T).squeeze(1), targets)

    optimizer = torch.optim.SGD([weight], lr=lr)
    for _ in range(max_epochs):
        optimizer.zero_grad()
        closure().backward()
        optimizer.step()
        with torch.no_grad():
            loss = closure().item()
        losses.append(loss)
        if loss < tolerance or loss in (float("inf"),) or loss != loss:
            break
    return TrainingRun(weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> tuple[float, float]:
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight.flatten().tolist()
    return slope, intercept
