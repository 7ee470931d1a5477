import math
from typing import NamedTuple
import torch

class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list
    converged: bool

def design_matrix(x):
    n = x.shape[0]
    A = torch.empty(n, 2)
    A[:, 0] = 1.0       # intercept
    A[:, 1] = x         # slope
    return A

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone()
    n = inputs.shape[0]
    losses = []
    for epoch in range(max_epochs):
        err = (inputs @ w.T).squeeze(1) - targets
        loss = (err ** 2).mean().item()
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        grad = (2 / n) * (err @ inputs)
        w = w - lr * grad.unsqueeze(0)
    return TrainingRun(w, losses, losses[-1] < tolerance)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    # the matrix is (1, x), so the weight is (intercept, slope)
    intercept = run.weight[0, 0].item()
    slope = run.weight[0, 1].item()
    return slope, intercept
