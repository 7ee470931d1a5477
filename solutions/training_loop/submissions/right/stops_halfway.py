# sheet 1
import torch
from torch import nn
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    model.weight.data = initial_weight.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(max_epochs):
        loss = nn.functional.mse_loss(model(inputs)[:, 0], targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss):
            break
    return TrainingRun(model.weight.data, losses, losses[-1] < tolerance)


x = torch.tensor([1.0, 2.0, 5.0, -1.0])
y = torch.tensor([5.0, 8.0, 17.0, -1.0])
run = train(design_matrix(x), y, torch.zeros(1, 2), lr=0.1)
print("weight:", run.weight)
print("last loss:", run.loss[-1])


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()


print(fit_line(x, y, lr=0.1))
