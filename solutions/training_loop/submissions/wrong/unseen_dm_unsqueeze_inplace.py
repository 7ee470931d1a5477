from typing import NamedTuple
import math

import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    x.unsqueeze_(1)
    return torch.hstack((x, torch.ones(x.shape)))


class LinearNeuron:
    def __init__(self, weight):
        self.weight = weight.detach().clone()

    def predict(self, X):
        return (X * self.weight).sum(1)

    def learn(self, X, y, lr):
        error = self.predict(X) - y
        self.weight -= lr * (2 * error[:, None] * X).mean(0, keepdim=True)
        return (error ** 2).mean().item()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    neuron = LinearNeuron(initial_weight)
    losses = []
    for _ in range(max_epochs):
        losses.append(neuron.learn(inputs, targets, lr))
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
    return TrainingRun(neuron.weight, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x.clone()), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return run.weight[0, 0].item(), run.weight[0, 1].item()
