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
    opt = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(max_epochs):
        opt.zero_grad()
        loss = torch.nn.functional.mse_loss(inputs @ w.T, targets.unsqueeze(-1))
        loss.backward()
        opt.step()
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
    return TrainingRun(w.data, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
