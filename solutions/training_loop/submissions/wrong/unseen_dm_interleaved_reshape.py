from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    ones = torch.ones_like(x)
    return torch.cat([x, ones]).reshape(-1, 2)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = torch.nn.Parameter(initial_weight.clone())
    opt = torch.optim.SGD([w], lr=lr)
    losses, converged = [], False
    for epoch in range(max_epochs):
        prediction = (inputs @ w.T).squeeze(1)
        loss = torch.nn.functional.mse_loss(prediction, targets)
        losses.append(loss.item())
        if loss.item() < tolerance:
            converged = True
            break
        if not math.isfinite(loss.item()):
            break
        opt.zero_grad()
        loss.backward()
        opt.step()
    return TrainingRun(w.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
