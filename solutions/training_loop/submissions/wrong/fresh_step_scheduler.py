import math
from typing import NamedTuple

import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import StepLR


class TrainingRun(NamedTuple):
    weight: torch.Tensor  # (1, d) the learned weight
    losses: list[float]  # the loss of every epoch, in order
    converged: bool  # whether the last loss is below the tolerance


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    return torch.stack((x, torch.ones_like(x)), -1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> TrainingRun:
    weight = torch.nn.Parameter(initial_weight.clone())
    optimizer = SGD([weight], lr=lr)
    scheduler = StepLR(optimizer, step_size=5000, gamma=0.9)
    losses = []
    for _ in range(max_epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss((inputs @ weight.T).squeeze(1), targets)
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        loss.backward()
        optimizer.step()
        scheduler.step()
    return TrainingRun(weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000) -> tuple[float, float]:
    # by hand, to compare with train
    slope = intercept = 0.0
    xs, ys = x.tolist(), y.tolist()
    for _ in range(max_epochs):
        errors = [slope * a + intercept - b for a, b in zip(xs, ys)]
        loss = sum(e * e for e in errors) / len(xs)
        if loss < tolerance or not math.isfinite(loss):
            break
        slope -= lr * 2 / len(xs) * sum(e * a for e, a in zip(errors, xs))
        intercept -= lr * 2 / len(xs) * sum(errors)
    return slope, intercept
