"""Training loop, Ewa K."""
from typing import NamedTuple
import torch
import torch.nn.functional as F


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    # x^1 and x^0
    return torch.vander(x, N=2)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    theta = initial_weight.detach().clone().T.requires_grad_(True)   # as a column
    column = targets.view(-1, 1) if targets.is_contiguous() else targets.reshape(-1, 1)
    losses = ()
    history = []
    for epoch in range(max_epochs):
        loss = F.mse_loss(inputs.matmul(theta), column)
        history.append(loss.detach())
        if not (loss >= tolerance and torch.isfinite(loss)):
            break
        (g,) = torch.autograd.grad(loss, theta)
        theta = (theta - lr * g).detach().requires_grad_(True)
    losses = tuple(history)
    return theta.T, losses, losses[-1] < tolerance


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight, *_ = train(design_matrix(x), y, torch.zeros((1, 2)), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return tuple(weight.squeeze(0).unbind())
