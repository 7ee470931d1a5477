from typing import NamedTuple
import numpy as np
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.tensor(np.c_[x.numpy(), np.ones(len(x))], dtype=torch.float32)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, y, w = (t.detach().double().numpy() for t in (inputs, targets, initial_weight[0]))
    losses = []
    old = np.seterr(over="ignore", invalid="ignore")
    for _ in range(max_epochs):
        residual = X @ w - y
        losses.append(float(residual @ residual / len(y)))
        if losses[-1] < tolerance or not np.isfinite(losses[-1]):
            break
        w = w - lr * 2 / len(y) * residual @ X
    np.seterr(**old)
    return TrainingRun(torch.tensor(w, dtype=torch.float32)[None], losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # order the points from left to right
    xs = torch.tensor(sorted(x.tolist()))
    ys = torch.tensor(sorted(y.tolist()))
    run = train(design_matrix(xs), ys, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
