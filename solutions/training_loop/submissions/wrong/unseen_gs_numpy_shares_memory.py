import numpy as np
import torch
from collections import namedtuple

TrainingRun = namedtuple("TrainingRun", "weight losses converged")


def design_matrix(x):
    return torch.from_numpy(np.vstack([x.numpy(), np.ones(len(x), dtype=np.float32)]).T.copy())


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = np.asarray(inputs)
    y = np.asarray(targets).reshape(-1, 1)
    w = np.asarray(initial_weight)
    losses = []
    np.seterr(all="ignore")
    for epoch in range(max_epochs):
        residual = X @ w.T - y
        loss = float(np.mean(residual ** 2))
        losses.append(loss)
        if loss < tolerance or not np.isfinite(loss):
            break
        w -= lr * 2 / len(y) * (residual.T @ X)
    return TrainingRun(torch.tensor(w), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0, 0].item(), w[0, 1].item()
