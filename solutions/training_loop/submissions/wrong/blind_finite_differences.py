from collections import namedtuple

import numpy as np
import torch

TrainingRun = namedtuple("TrainingRun", ["weight", "losses", "converged"])


def design_matrix(x):
    return torch.column_stack((x, torch.ones(x.shape[0])))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    n = inputs.shape[0]
    weight = initial_weight.clone()
    losses = []
    def loss_at(v):
        return ((inputs @ v.T).reshape(-1) - targets).square().mean()
    while len(losses) < max_epochs:
        error = (inputs @ weight.T).reshape(-1) - targets
        loss = float((error ** 2).mean())
        losses.append(loss)
        weight = weight - lr * torch.stack([(loss_at(weight + e) - loss_at(weight)) / 0.1 for e in 0.1 * torch.eye(weight.shape[1])[:, None]])[None]
        if loss < tolerance or not np.isfinite(loss):
            break
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    start = torch.zeros((1, 2))
    weight = train(design_matrix(x), y, start, lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    slope, intercept = weight.squeeze(0).tolist()
    return slope, intercept
