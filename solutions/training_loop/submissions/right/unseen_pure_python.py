from typing import NamedTuple
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    rows = []
    for value in x.tolist():
        rows.append([value, 1.0])
    return torch.tensor(rows, dtype=torch.float32)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    rows = inputs.tolist()
    ys = targets.tolist()
    w = list(initial_weight.tolist()[0])
    n, d = len(rows), len(w)
    losses = []
    converged = False
    epoch = 0
    while epoch < max_epochs:
        total = 0.0
        gradient = [0.0] * d
        for row, y in zip(rows, ys):
            e = -y
            for j in range(d):
                e += row[j] * w[j]
            total += e * e
            for j in range(d):
                gradient[j] += 2.0 * e * row[j] / n
        loss = total / n
        losses.append(loss)
        if loss < tolerance:
            converged = True
            break
        if loss != loss or loss == float("inf"):
            break
        for j in range(d):
            w[j] -= lr * gradient[j]
        epoch += 1
    return TrainingRun(torch.tensor([w], dtype=torch.float64), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    slope, intercept = train(
        design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs
    ).weight.tolist()[0]
    return slope, intercept
