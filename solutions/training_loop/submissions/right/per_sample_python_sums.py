# Training loop without any matrix, sample by sample. I wanted to see every number.
# (python floats, so it is double precision)
import math
from typing import NamedTuple
import torch

class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool

def design_matrix(x):
    rows = []
    for xi in x:
        rows.append(torch.tensor([xi.item(), 1.0]))
    return torch.stack(rows)

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = inputs.tolist()
    y = targets.tolist()
    w = initial_weight.tolist()[0]
    n = len(X)
    d = len(w)
    losses = []
    converged = False
    for epoch in range(max_epochs):
        total = 0.0
        grad = [0.0] * d
        for i in range(n):
            xi = X[i]
            prediction = sum(wj * xij for wj, xij in zip(w, xi))
            e = prediction - y[i]
            total += e * e          # not e**2, that raises OverflowError when e is huge
            for j in range(d):
                grad[j] += 2 * e * xi[j] / n
        loss = total / n
        losses.append(loss)

        # step
        for j in range(d):
            w[j] = w[j] - lr * grad[j]

        if loss < tolerance:
            converged = True
            break
        if not math.isfinite(loss):
            break
    return TrainingRun(torch.tensor([w]), losses, converged)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w0 = torch.zeros(1, 2)
    run = train(design_matrix(x), y, w0, lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope = run.weight[0, 0].item()
    intercept = run.weight[0, 1].item()
    return (slope, intercept)
