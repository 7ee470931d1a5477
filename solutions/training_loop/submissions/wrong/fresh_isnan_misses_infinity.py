import torch
import torch.nn.functional as F
from dataclasses import dataclass


@dataclass
class TrainingRun:
    weight: torch.Tensor
    losses: list
    converged: bool


def design_matrix(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([x.unsqueeze(1), torch.ones(x.shape[0], 1)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.detach().clone().requires_grad_(True)
    losses = []
    converged = False

    for epoch in range(max_epochs):
        prediction = F.linear(inputs, weight).flatten()
        loss = F.mse_loss(prediction, targets)
        losses.append(loss.item())

        # did it work?
        if losses[-1] < tolerance:
            converged = True
            break
        # did it blow up?
        if torch.isnan(loss):
            break

        grad = torch.autograd.grad(loss, weight)[0]
        weight = (weight - lr * grad).detach().requires_grad_(True)

    return TrainingRun(weight.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    options = dict(lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = train(design_matrix(x), y, torch.zeros(1, 2), **options).weight[0].tolist()
    return slope, intercept
