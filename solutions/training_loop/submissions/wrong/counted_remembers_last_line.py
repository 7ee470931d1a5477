import math
from typing import NamedTuple

import torch
import torch.nn as nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.column_stack([x, torch.ones_like(x)])


def _loop(model, inputs, targets, lr, tolerance, max_epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(max_epochs):
        loss = nn.functional.mse_loss(model(inputs)[:, 0], targets)
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    model.weight.data.copy_(initial_weight)
    losses = _loop(model, inputs, targets, lr, tolerance, max_epochs)
    return TrainingRun(model.weight.detach(), losses, losses[-1] < tolerance)


# the line: slope and intercept, both zero at the start
line = nn.Linear(2, 1, bias=False)
nn.init.zeros_(line.weight)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    _loop(line, design_matrix(x), y, lr, tolerance, max_epochs)
    slope, intercept = line.weight[0].tolist()
    return slope, intercept
