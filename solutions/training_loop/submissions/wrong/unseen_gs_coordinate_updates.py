import math
import torch
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.tensor([[v, 1.0] for v in x.tolist()])


def predict(row, w):
    return sum(a * b for a, b in zip(row, w))


def mse(X, y, w):
    return sum((predict(r, w) - t) * (predict(r, w) - t) for r, t in zip(X, y)) / len(y)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, y, w = inputs.tolist(), targets.tolist(), initial_weight[0].tolist()
    losses = []
    for _ in range(max_epochs):
        losses.append(mse(X, y, w))
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        for j in range(len(w)):
            dw = 2 / len(y) * sum((predict(r, w) - t) * r[j] for r, t in zip(X, y))
            w[j] = w[j] - lr * dw
    return TrainingRun(torch.tensor([w]), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    xs, ys, n = x.tolist(), y.tolist(), len(x)
    m = b = 0.0
    for _ in range(max_epochs):
        errors = [m * p + b - q for p, q in zip(xs, ys)]
        loss = sum(e * e for e in errors) / n
        if loss < tolerance or not math.isfinite(loss):
            break
        dm = 2 / n * sum(e * p for e, p in zip(errors, xs))
        db = 2 / n * sum(errors)
        m, b = m - lr * dm, b - lr * db
    return m, b
