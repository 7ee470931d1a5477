import math
from typing import NamedTuple
import torch

class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list
    converged: bool

def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone()
    losses = []
    n = len(targets)
    for epoch in range(max_epochs):
        prediction = inputs @ weight.T
        error = prediction - targets.view(-1, 1)
        loss = (error ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        gradient = 2 / n * error.T @ inputs
        weight = weight - lr * gradient
    return TrainingRun(weight, losses, losses[-1] < tolerance)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2))
    return run.weight[0, 0].item(), run.weight[0, 1].item()
