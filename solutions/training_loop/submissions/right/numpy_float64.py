import numpy as np
import torch
from types import SimpleNamespace

def design_matrix(x):
    return torch.from_numpy(np.column_stack([x.numpy().astype(np.float64), np.ones(len(x))]))

def _fit(X, y, w, lr, tolerance, max_epochs):
    losses = []
    with np.errstate(all="ignore"):
        while len(losses) < max_epochs:
            r = X @ w - y
            losses.append(np.mean(r * r))
            stop = losses[-1] < tolerance or not np.isfinite(losses[-1])
            w = w - lr * 2 * X.T @ r / len(y)
            if stop:
                break
    return w, losses

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w, losses = _fit(inputs.double().numpy(), targets.double().numpy(), initial_weight.double().numpy()[0], lr, tolerance, max_epochs)
    return SimpleNamespace(weight=torch.from_numpy(w).reshape(1, -1), losses=losses, converged=np.bool_(losses[-1] < tolerance), epochs=len(losses))

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w, _ = _fit(design_matrix(x).numpy(), y.double().numpy(), np.zeros(2), lr, tolerance, max_epochs)
    return w[0], w[1]
