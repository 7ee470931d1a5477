# training loop with a checkpoint of the best model, like in the big tutorials
import copy
import math
from collections import namedtuple

import torch
from torch import nn

TrainingRun = namedtuple("TrainingRun", ["weight", "losses", "converged"])


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(initial_weight.shape[1], 1, bias=False)
    model.weight.data.copy_(initial_weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss_fn = nn.MSELoss()

    losses = []
    best_loss, best_weight = math.inf, initial_weight.clone()
    for epoch in range(max_epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(inputs).squeeze(1), targets)
        value = loss.item()
        losses.append(value)
        if value < best_loss:
            best_loss, best_weight = value, model.weight.detach().clone()
        if value < tolerance or not math.isfinite(value):
            break
        loss.backward()
        optimizer.step()
    return TrainingRun(best_weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # plain loop, the model is too small for anything else
    w = torch.zeros(2)
    X = design_matrix(x)
    for _ in range(max_epochs):
        r = X @ w - y
        loss = torch.mean(r * r).item()
        if loss < tolerance or not math.isfinite(loss):
            break
        w = w - lr * 2 / len(y) * (X.T @ r)
    return w[0].item(), w[1].item()
