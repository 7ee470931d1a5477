import math
from typing import NamedTuple

import torch
from torch import nn


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    X = torch.ones((x.numel(), 2), dtype=x.dtype)
    X[:, 0] = x
    return X


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    neuron = nn.Linear(*initial_weight.T.shape, bias=False)
    neuron.load_state_dict({"weight": initial_weight})
    criterion = nn.MSELoss()
    sgd = torch.optim.SGD(neuron.parameters(), lr=lr)
    losses = []
    for epoch in range(max_epochs):
        sgd.zero_grad()
        loss = criterion(neuron(inputs), targets.unsqueeze(-1))
        losses.append(loss.item())
        # stop when we are done, or when the run has blown up
        if losses[-1] < tolerance or math.isnan(losses[-1]):
            break
        loss.backward()
        sgd.step()
    return TrainingRun(neuron.weight.detach().clone(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight, _, _ = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return weight[0, 0].item(), weight[0, 1].item()
