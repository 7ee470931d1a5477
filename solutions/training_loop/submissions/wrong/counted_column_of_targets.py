from typing import NamedTuple

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    x = x.view(-1, 1)
    return torch.cat([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone().detach()
    weight.requires_grad = True
    losses = []
    converged = False

    for epoch in range(max_epochs):
        predictions = (inputs @ weight.t()).view(-1)
        loss = ((predictions - targets) ** 2).mean()
        losses.append(loss.item())

        if loss.item() < tolerance:
            converged = True
            break
        if not torch.isfinite(loss):
            break

        gradient = torch.autograd.grad(loss, weight)[0]
        weight = (weight - lr * gradient).detach().requires_grad_()

    return TrainingRun(weight.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    inputs = design_matrix(x)
    targets = y.view(-1, 1)
    weight = torch.zeros(1, 2)
    run = train(inputs, targets, weight, lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
