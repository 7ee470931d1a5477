from typing import NamedTuple
import torch
import torch.nn as nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=10_000):
    net = nn.Linear(inputs.shape[1], 1, bias=False)
    net.weight.data.copy_(initial_weight)
    loss_function = nn.MSELoss()
    optimiser = torch.optim.SGD(net.parameters(), lr=lr)

    losses = []
    for i in range(max_epochs):
        prediction = net(inputs).squeeze(1)
        loss = loss_function(prediction, targets)
        losses.append(loss.item())
        if losses[-1] < tolerance or not torch.isfinite(loss):
            break
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return TrainingRun(net.weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
