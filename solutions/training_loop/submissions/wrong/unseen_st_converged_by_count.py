import numpy as np
import torch
from types import SimpleNamespace


def design_matrix(x):
    n = x.shape[0]
    return torch.hstack([x.reshape(n, 1), torch.ones((n, 1))])


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = inputs.detach().numpy().astype(float)
    y = targets.detach().numpy().astype(float)
    w = initial_weight.detach().numpy().astype(float)[0]
    losses = []
    diverged = False
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(max_epochs):
            e = X @ w - y
            losses.append(float(np.mean(e ** 2)))
            if not np.isfinite(losses[-1]):
                diverged = True
                break
            if losses[-1] < tolerance:
                break
            w = w - lr * 2 * np.mean(X * e[:, np.newaxis], axis=0)
    # it stopped early, so it converged
    converged = len(losses) < max_epochs and not diverged
    return SimpleNamespace(weight=torch.tensor(w[np.newaxis], dtype=torch.float32), losses=losses, converged=converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
