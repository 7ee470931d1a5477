from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


CHUNK = 8


def design_matrix(x):
    return torch.cat([x[:, None], torch.ones(len(x), 1)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    """Full batch descent; the gradient is accumulated over chunks to save memory."""
    w = initial_weight.detach().clone().requires_grad_(True)
    chunks = list(zip(inputs.split(CHUNK), targets.split(CHUNK)))
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(max_epochs):
        optimizer.zero_grad()
        epoch_loss = 0.0
        for X, y in chunks:
            loss = torch.nn.functional.mse_loss((X @ w.T).view(-1), y) / len(chunks)
            loss.backward()
            epoch_loss += loss.item()
        losses.append(epoch_loss)
        if epoch_loss < tolerance or not math.isfinite(epoch_loss):
            break
        optimizer.step()
    return TrainingRun(w.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    A, w = design_matrix(x), torch.zeros(2)
    for _ in range(max_epochs):
        r = A @ w - y
        loss = r.square().mean()
        if loss < tolerance or not loss.isfinite():
            break
        w = w - lr * 2 * A.T @ r / len(y)
    return w[0].item(), w[1].item()
