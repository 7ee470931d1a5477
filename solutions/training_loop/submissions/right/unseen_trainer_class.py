from __future__ import annotations
import itertools
import math
from types import SimpleNamespace
import torch


class Neuron(torch.nn.Module):
    def __init__(self, start):
        super().__init__()
        self.w = torch.nn.Parameter(start.clone().detach())

    def forward(self, x):
        return (x * self.w).sum(dim=-1)


class Trainer:
    def __init__(self, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        self.lr, self.tolerance, self.max_epochs = lr, tolerance, max_epochs

    def epoch(self, model, x, y):
        model.zero_grad(set_to_none=True)
        loss = torch.mean((model(x) - y) ** 2)
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p.add_(p.grad, alpha=-self.lr)
        return loss.item()

    def finished(self, losses):
        return losses[-1] < self.tolerance or not math.isfinite(losses[-1]) or len(losses) >= self.max_epochs

    def __call__(self, x, y, start):
        model, losses = Neuron(start), []
        for _ in itertools.count():
            losses.append(self.epoch(model, x, y))
            if self.finished(losses):
                break
        return SimpleNamespace(weight=model.w, losses=losses, converged=losses[-1] < self.tolerance)


def design_matrix(x):
    return torch.cartesian_prod(x, torch.ones(1))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    return Trainer(lr, tolerance, max_epochs)(inputs, targets, initial_weight)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = Trainer(lr=lr, tolerance=tolerance, max_epochs=max_epochs)(design_matrix(x), y, torch.zeros(1, 2))
    return run.weight[0, 0].item(), run.weight[0, 1].item()
