import math
import torch
from typing import NamedTuple

class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool

def design_matrix(x):
    return torch.stack([x, torch.ones(len(x))], dim=1)

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.clone()
    losses = []
    for epoch in range(max_epochs):
        diff = inputs @ w[0] - targets
        losses.append((diff * diff).mean().item())
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        w = w - lr * 2 * (diff @ inputs)[None, :] / len(targets)
    return TrainingRun(w, losses, losses[-1] < tolerance)

# fit_line: monday
