"""Esercizio 1 - discesa del gradiente su una retta. Chiara

All in double precision: float32 noise decides the stopping epoch otherwise, and I did not like that.
"""
from types import SimpleNamespace as TrainingRun

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(1234)
torch.set_printoptions(precision=10)


class DesignMatrix(nn.Module):
    def forward(self, x):
        return nn.functional.pad(x.unsqueeze(-1).double(), (0, 1), value=1.0)


design_matrix = DesignMatrix()


class Trainer:
    """One linear neuron. Callable: trainer(inputs, targets, initial_weight, ...)"""

    def __call__(self, inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        X = inputs.double()
        t = targets.double().reshape(-1, 1)
        w = initial_weight.double().clone()
        losses, converged = [], False
        epoch = 0
        while epoch < max_epochs:
            residual = X @ w.mT - t
            loss = (residual * residual).mean()
            losses.append(loss)                    # 0-d tensors are fine for matplotlib
            w = w - lr * 2 * (residual.mT @ X) / len(X)
            epoch += 1
            if loss < tolerance:
                converged = True
                break
            if not torch.isfinite(loss):
                break
        return TrainingRun(weight=w, losses=losses, converged=converged)


train = Trainer()


class LineFitter:
    start = torch.zeros(1, 2)

    def __init__(self, trainer):
        self.trainer = trainer

    def __call__(self, x, y, **settings):
        run = self.trainer(design_matrix(x), y, self.start, **settings)
        slope, intercept = run.weight[0]
        return slope, intercept


fit_line = LineFitter(train)
