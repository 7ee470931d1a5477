# training_loop.py

from dataclasses import dataclass

import torch


@dataclass
class TrainingRun:
    weight: torch.Tensor
    losses: list
    converged: bool


def design_matrix(x):
    """(n,) -> (n, 2)"""
    x.unsqueeze_(1)  # make a column of it
    return torch.hstack((x, torch.ones(x.shape[0], 1)))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    layer = torch.nn.Linear(inputs.size(1), 1, bias=False)
    layer.weight = torch.nn.Parameter(initial_weight.clone())
    opt = torch.optim.SGD(layer.parameters(), lr=lr)

    run = TrainingRun(weight=None, losses=[], converged=False)
    for epoch in range(max_epochs):
        opt.zero_grad()
        out = layer(inputs).flatten()
        loss = ((out - targets) ** 2).mean()
        run.losses.append(loss.item())
        run.converged = run.losses[-1] < tolerance
        if run.converged or not torch.isfinite(loss):
            break
        loss.backward()
        opt.step()

    run.weight = layer.weight.data
    return run


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = design_matrix(x.clone())
    result = train(X, y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    m, b = result.weight.squeeze(0)
    return m.item(), b.item()
