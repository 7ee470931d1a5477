from collections import namedtuple
import torch
import torch.nn.functional as F

TrainingRun = namedtuple("TrainingRun", "weight losses converged")


def design_matrix(x):
    x = x.reshape(-1, 1, 1)
    ones = torch.ones_like(x)
    # (n, 2, 1) -> (n, 2)
    return torch.cat([x, ones], dim=1).squeeze()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone().requires_grad_(True)
    losses = []
    for _ in range(max_epochs):
        pred = F.linear(inputs, w)[:, 0]
        loss = F.mse_loss(pred, targets)
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss).item():
            break
        (g,) = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= lr * g
    return TrainingRun(w.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    inputs = torch.stack([x, torch.ones_like(x)], dim=-1)
    w = train(inputs, y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0, 0].item(), w[0, 1].item()
