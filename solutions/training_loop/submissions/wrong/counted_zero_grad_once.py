from typing import NamedTuple

import torch
import torch.nn as nn
import torch.optim as optim


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones(len(x))], dim=1)


class LinearNeuron(nn.Module):
    def __init__(self, initial_weight):
        super().__init__()
        self.linear = nn.Linear(initial_weight.shape[1], 1, bias=False)
        self.linear.weight.data = initial_weight.detach().clone()

    def forward(self, inputs):
        return self.linear(inputs).squeeze(-1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # 1. model, loss function, optimizer
    model = LinearNeuron(initial_weight)
    loss_fn = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)

    # 2. clear the gradients
    optimizer.zero_grad()

    # 3. training loop
    losses = []
    for epoch in range(max_epochs):
        loss = loss_fn(model(inputs), targets)
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss):
            break
        loss.backward()
        optimizer.step()

    return TrainingRun(model.linear.weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0][0].item(), run.weight[0][1].item()
