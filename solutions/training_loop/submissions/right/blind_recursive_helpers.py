import torch
from math import isfinite
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list
    converged: bool
    final_weight_norm: float = 0.0


def predict(inputs, weight):
    return torch.nn.functional.linear(inputs, weight).squeeze(-1)


def loss_of(prediction, targets):
    return torch.square(targets - prediction).sum().div(len(targets))


def gradient_of(prediction, inputs, targets):
    return -2 * torch.mean((targets - prediction)[:, None] * inputs, dim=0, keepdim=True)


def design_matrix(x):
    out = torch.empty(len(x), 2)
    out[:, 0], out[:, 1] = x, 1
    return out


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    with torch.inference_mode():
        weight = torch.empty_like(initial_weight).copy_(initial_weight)
        losses = []
        for _ in range(max_epochs):
            prediction = predict(inputs, weight)
            losses.append(loss_of(prediction, targets).item())
            if losses[-1] < tolerance or not isfinite(losses[-1]):
                break
            weight -= lr * gradient_of(prediction, inputs, targets)
    return TrainingRun(weight, losses, losses[-1] < tolerance, weight.norm().item())


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return tuple(weight.reshape(-1).tolist())
