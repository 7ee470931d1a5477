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
    weight = initial_weight[0].tolist()
    X, t = inputs.tolist(), targets.tolist()
    losses = []
    n = len(t)
    for epoch in range(max_epochs):
        error = [sum(a * b for a, b in zip(row, weight)) - y for row, y in zip(X, t)]
        loss = sum(e * e for e in error) / n
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        weight = [w - lr * 2 / n * sum(e * row[j] for e, row in zip(error, X)) for j, w in enumerate(weight)]
    return TrainingRun(torch.tensor([weight]), losses, losses[-1] < tolerance)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
