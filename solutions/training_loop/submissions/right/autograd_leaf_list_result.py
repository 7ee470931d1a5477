import torch
from collections import namedtuple
from functools import partial
TrainingRun = namedtuple("TrainingRun", "weight losses converged extra")

design_matrix = lambda x: torch.vstack((x, torch.ones(x.shape))).T

class Trainer:
    def __call__(self, inputs, targets, initial_weight, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        w = initial_weight.detach().clone().requires_grad_()
        losses = []
        for _ in range(max_epochs):
            loss = torch.nn.functional.mse_loss((inputs @ w.T).squeeze(1), targets)
            loss.backward()
            losses.append(loss.detach())
            done = bool(loss < tolerance)
            if done or not bool(torch.isfinite(loss)):
                break
            with torch.no_grad():
                w -= lr * w.grad
                w.grad = None
        return TrainingRun(w, losses, losses[-1] < tolerance, 7)

train = Trainer()

def _line(x, y, start, **options):
    return tuple(train(design_matrix(x), y, start, **options).weight[0].detach().numpy())

def fit_line(x, y, **options):
    return _line(x, y, torch.zeros(1, 2), **options)
