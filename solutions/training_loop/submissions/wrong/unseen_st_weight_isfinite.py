from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


from torch import nn, optim


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    net = nn.Linear(initial_weight.shape[1], 1, bias=False)
    net.weight = nn.Parameter(initial_weight.detach().clone())
    opt = optim.SGD(net.parameters(), lr=lr)
    losses = []
    converged = False
    for i in range(max_epochs):
        loss = nn.MSELoss()(net(inputs).flatten(), targets)
        losses.append(loss.item())
        if losses[-1] < tolerance:
            converged = True
            break
        opt.zero_grad()
        loss.backward()
        opt.step()
        if not torch.isfinite(net.weight).all():
            break
    return TrainingRun(net.weight.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight[0]
    return slope.item(), intercept.item()
