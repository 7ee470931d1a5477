from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


from torch.optim.lr_scheduler import ReduceLROnPlateau


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = torch.nn.Linear(inputs.shape[1], 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, mode="min")
    loss_fn = torch.nn.MSELoss()
    losses = []
    for _ in range(max_epochs):
        loss = loss_fn(model(inputs).squeeze(1), targets)
        losses.append(loss.item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step(losses[-1])
    return TrainingRun(model.weight.detach().clone(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, w = design_matrix(x), torch.zeros(2)
    for _ in range(max_epochs):
        e = X @ w - y
        loss = e.square().mean().item()
        if loss < tolerance or not math.isfinite(loss):
            break
        w = w - lr * 2 / len(y) * (e @ X)
    return w[0].item(), w[1].item()
