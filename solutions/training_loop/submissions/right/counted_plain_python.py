# no tensors on the way: lists of Python floats, which are doubles
import math

import torch


class Run(tuple):
    """A plain tuple in the contract's order, which also has the names."""

    weight = property(lambda self: self[0])
    losses = property(lambda self: self[1])
    converged = property(lambda self: self[2])


TrainingRun = Run


def design_matrix(x):
    return torch.tensor(list(zip(x.tolist(), [1.0] * len(x))), dtype=torch.float64)


def descend(rows, y, w, lr, tolerance, left):
    losses = []
    n = len(rows)
    while left:
        left -= 1
        errors = [sum(a * b for a, b in zip(row, w)) - t for row, t in zip(rows, y)]
        loss = sum(e * e for e in errors) / n
        losses.append(loss)
        if loss < tolerance or not math.isfinite(loss):
            break
        w = [wj - lr * 2 / n * sum(e * row[j] for e, row in zip(errors, rows)) for j, wj in enumerate(w)]
    return w, losses


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w, losses = descend(inputs.tolist(), targets.tolist(), initial_weight[0].tolist(), lr, tolerance, max_epochs)
    return Run((torch.tensor([w]), losses, int(losses[-1] < tolerance)))


class fit_line:  # noqa: N801
    """Calling a class makes an object; this one is a pair."""

    def __new__(cls, x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        w, _ = descend([(v, 1.0) for v in x.tolist()], y.tolist(), [0.0, 0.0], lr, tolerance, max_epochs)
        return w[0], w[1]
