import torch
from collections import namedtuple

TrainingRun = namedtuple("TrainingRun", "weight, losses, converged")


def design_matrix(x):
    matrix = torch.empty(x.numel(), 2)
    matrix[:, 0] = x
    matrix[:, 1] = 1.0
    return matrix


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.detach().clone()
    losses = []
    for epoch in range(max_epochs):
        difference = (inputs @ weight.T).flatten() - targets
        loss = torch.mean(difference ** 2)
        losses.append(loss.item())
        if loss < tolerance or not torch.isfinite(loss):
            break
        previous = weight
        weight = previous - lr * (2 / len(targets)) * (difference @ inputs)
        if torch.allclose(weight, previous):  # no progress any more
            break
    return TrainingRun(weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    A, theta = design_matrix(x), torch.zeros(2)
    for epoch in range(max_epochs):
        difference = A @ theta - y
        loss = torch.mean(difference ** 2)
        if loss < tolerance or not torch.isfinite(loss):
            break
        theta = theta - lr * (2 / len(y)) * (difference @ A)
    return theta[0].item(), theta[1].item()
