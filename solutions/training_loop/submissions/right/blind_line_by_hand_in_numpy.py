import numpy as np
import torch
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: np.ndarray
    converged: np.bool_


def design_matrix(x):
    return torch.from_numpy(np.column_stack([x.numpy(), np.ones(len(x), dtype=np.float32)]))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, y = inputs.numpy(), targets.numpy()
    w = np.array(initial_weight.numpy())
    losses = np.empty(max_epochs, dtype=np.float32)
    with np.errstate(all="ignore"):
        for epoch in range(max_epochs):
            e = X @ w[0] - y
            losses[epoch] = np.mean(np.square(e))
            if losses[epoch] < tolerance or not np.isfinite(losses[epoch]):
                break
            w -= np.float32(lr) * np.float32(2) * np.mean(e[:, None] * X, axis=0)
    return TrainingRun(torch.from_numpy(w), losses[: epoch + 1], losses[epoch] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    """Slope and intercept by themselves, in float64, without a matrix."""
    x, y = x.numpy().astype(float), y.numpy().astype(float)
    slope = intercept = 0.0
    with np.errstate(all="ignore"):
        for _ in range(max_epochs):
            e = slope * x + intercept - y
            if np.mean(e * e) < tolerance or not np.isfinite(np.mean(e * e)):
                break
            slope, intercept = slope - 2 * lr * np.mean(e * x), intercept - 2 * lr * np.mean(e)
    return np.float64(slope), np.float64(intercept)
