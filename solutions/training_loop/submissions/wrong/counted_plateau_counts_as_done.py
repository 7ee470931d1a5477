import torch
from math import inf, isfinite
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.cat((x.reshape(-1, 1), torch.ones(len(x), 1)), 1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone()
    t = targets.reshape(-1, 1)
    losses = []
    previous = inf
    for _ in range(max_epochs):
        e = inputs @ w.T - t
        loss = (e * e).mean().item()
        losses.append(loss)
        if loss < tolerance or not isfinite(loss):
            break
        # no progress any more: going on would only waste time
        if abs(previous - loss) < 1e-6:
            break
        previous = loss
        w = w - lr * 2 / len(t) * e.T @ inputs
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    r = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return r.weight[0, 0].item(), r.weight[0, 1].item()
