import torch
from collections import namedtuple

TrainingRun = namedtuple("TrainingRun", ["weight", "losses", "converged"])


def design_matrix(x):
    A = torch.full((x.shape[0], 2), 1)
    A[:, 0] = x
    return A.float()


def _loss_and_gradient(X, y, w):
    w = w.clone().requires_grad_(True)
    loss = ((X @ w.t()).flatten() - y).pow(2).mean()
    loss.backward()
    return loss.item(), w.grad


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach()
    losses = []
    while len(losses) < max_epochs:
        loss, grad = _loss_and_gradient(inputs, targets, w)
        losses.append(loss)
        if loss < tolerance or not (abs(loss) < float("inf")):
            break
        w = w - lr * grad
    return TrainingRun(w.clone(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = torch.stack([x, torch.ones(len(x))], 1)
    result = train(X, y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return result.weight[0, 0].item(), result.weight[0, 1].item()
