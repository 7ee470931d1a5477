"""Everything in numpy, float64 inside, tensors only at the border."""
from collections import namedtuple

import numpy as np
import torch

TrainingRun = namedtuple("TrainingRun", "weight losses converged")


def design_matrix(x):
    x = np.array(x.detach(), dtype=np.float32)
    return torch.from_numpy(np.column_stack((x, np.ones(x.size, dtype=np.float32))))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = np.array(inputs.detach(), dtype=np.float64)
    y = np.array(targets.detach(), dtype=np.float64)
    w = np.array(initial_weight.detach(), dtype=np.float64).ravel()
    n = y.size
    losses = []
    with np.errstate(all="ignore"):
        while len(losses) < max_epochs:
            r = X @ w - y
            losses.append(float(r @ r) / n)
            w = w - (2 * lr / n) * (X.T @ r)
            if not losses[-1] >= tolerance or losses[-1] == np.inf:
                break
    return TrainingRun(torch.tensor(w[None, :], dtype=torch.float32), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = train(design_matrix(x), y, torch.zeros((1, 2)), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0, 0].item(), w[0, 1].item()
