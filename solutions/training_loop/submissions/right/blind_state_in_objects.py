"""Keeps a model between calls, but starts it anew each time; remembers runs for plots."""
import math

import torch

HISTORY = []


class TrainingRun(tuple):
    weight = property(lambda self: self[0])
    losses = property(lambda self: self[1])
    converged = property(lambda self: self[2])


class Trainer:
    def __init__(self):
        self.weight = None

    def __call__(self, inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        self.weight = initial_weight.clone()
        losses = []
        while True:
            error = targets - (inputs * self.weight).sum(dim=1)
            losses.append(error.dot(error).item() / len(error))
            over = losses[-1] < tolerance or not math.isfinite(losses[-1])
            if not over:
                self.weight = self.weight + 2 * lr * error @ inputs / len(error)
            if over or len(losses) == max_epochs:
                break
        HISTORY.append(losses)
        return TrainingRun((self.weight, losses, losses[-1] < tolerance))


train = Trainer()
design_matrix = lambda x: torch.stack([x, torch.full_like(x, 1)], 1)


def fit_line(x, y, **options):
    return train(design_matrix(x), y, torch.zeros(1, 2), **options).weight.flatten().tolist()
