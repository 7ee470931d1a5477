from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    result = torch.ones(x.shape[0], 2)
    result[:, 0] = x
    return result


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.detach().clone()
    losses = []
    epoch = 0
    done = False
    while not done:
        error = torch.mv(inputs, weight[0]) - targets
        loss = error.square().mean().item()
        losses.append(loss)
        epoch += 1
        done = loss < tolerance or not math.isfinite(loss) or epoch == max_epochs
        if not done:
            weight = weight - lr * 2 * torch.mv(inputs.T, error) / len(targets)
    return TrainingRun(weight, losses, loss < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    A = design_matrix(x)
    w = torch.zeros(2, requires_grad=True)
    for epoch in range(max_epochs):
        loss = torch.nn.functional.mse_loss(A @ w, y)
        if loss.item() < tolerance or not math.isfinite(loss.item()):
            break
        (grad,) = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= lr * grad
    return w[0].item(), w[1].item()
