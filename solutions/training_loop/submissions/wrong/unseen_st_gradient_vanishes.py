from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    x = x.reshape(-1, 1)
    return torch.cat([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone().requires_grad_()
    losses = []
    for epoch in range(max_epochs):
        loss = torch.nn.functional.mse_loss(torch.nn.functional.linear(inputs, w), targets.unsqueeze(1))
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        w.grad = None
        loss.backward()
        if w.grad.norm() < 1e-4:  # at the minimum, nothing left to learn
            break
        with torch.no_grad():
            w.sub_(lr * w.grad)
    return TrainingRun(w.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
