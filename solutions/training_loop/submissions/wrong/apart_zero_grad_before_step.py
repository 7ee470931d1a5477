from typing import NamedTuple
import math
import torch
from torch import nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    losses = []
    for epoch in range(max_epochs):
        prediction = model(inputs)
        loss = criterion(prediction, targets.unsqueeze(1))
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss):
            break
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    converged = losses[-1] < tolerance
    return TrainingRun(model.weight.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight[0].tolist()
    return slope, intercept
