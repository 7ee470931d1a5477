from typing import List, NamedTuple

import torch
import torch.nn as nn
import torch.nn.functional as F


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: List[float]
    converged: bool


class LinearNeuron(nn.Module):
    """ one neuron, no bias """

    def __init__(self, weight):
        super().__init__()
        self.layer = nn.Linear(weight.size(1), weight.size(0), bias=False)
        with torch.no_grad():
            self.layer.weight.copy_(weight)

    def forward(self, x):
        return self.layer(x).squeeze(1)      # (n,1) -> (n,)


class Trainer:
    def __init__(self, model, lr, tolerance):
        self.model = model
        self.tolerance = tolerance
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        self.history = []

    @property
    def converged(self):
        return self.history[-1] < self.tolerance

    @property
    def exploded(self):
        l = self.history[-1]
        return l != l or l in (float("inf"), float("-inf"))

    def one_epoch(self, inputs, targets):
        loss = F.mse_loss(self.model(inputs), targets)
        self.history.append(loss.item())
        if self.converged or self.exploded:
            return False
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return True

    def fit(self, inputs, targets, max_epochs):
        epoch = 0
        while epoch < max_epochs and self.one_epoch(inputs, targets):
            epoch += 1
        return self


def design_matrix(x):
    return torch.column_stack((x, torch.ones(x.shape[0])))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = LinearNeuron(initial_weight)
    t = Trainer(model, lr, tolerance).fit(inputs, targets, max_epochs)
    return TrainingRun(weight=model.layer.weight.view(1, -1), losses=t.history, converged=t.converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0][0], w[0][1]
