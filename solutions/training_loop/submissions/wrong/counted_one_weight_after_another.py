from typing import NamedTuple
import math
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack((x, x * 0 + 1), 1)


def predict(inputs, w):
    return (inputs * w).sum(dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.clone().detach()
    losses = []
    for epoch in range(max_epochs):
        loss = ((predict(inputs, w) - targets) ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance:
            break
        if math.isnan(loss) or math.isinf(loss):
            break
        # partial derivative for every weight:  dL/dw_j = 2/n * sum(error * x_j)
        for j in range(w.shape[1]):
            error = predict(inputs, w) - targets
            w[0, j] -= lr * 2 * (error * inputs[:, j]).mean()
    return TrainingRun(weight=w, losses=losses, converged=losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
