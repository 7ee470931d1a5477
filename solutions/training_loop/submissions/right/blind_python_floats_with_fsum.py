import math
from types import SimpleNamespace

import torch


def design_matrix(x):
    return torch.tensor([[value, 1.0] for value in x.tolist()])


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    rows, wanted, w = inputs.tolist(), targets.tolist(), initial_weight.tolist()[0]
    n = len(rows)
    losses = []
    for _ in range(max_epochs):
        errors = [sum(a * b for a, b in zip(row, w)) - t for row, t in zip(rows, wanted)]
        try:
            loss = math.fsum(e * e for e in errors) / n
        except (OverflowError, ValueError):
            loss = math.inf
        losses.append(loss)
        if not (math.isfinite(loss) and loss >= tolerance):
            break
        w = [b - lr * 2 / n * sum(e * row[j] for e, row in zip(errors, rows)) for j, b in enumerate(w)]
    return SimpleNamespace(weight=torch.tensor([w]), losses=losses, converged=losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight.tolist()[0]
    return slope, intercept
