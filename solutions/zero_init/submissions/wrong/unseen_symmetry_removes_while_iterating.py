import itertools
import random
from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Epoch:
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: Optional[torch.Tensor]
    weight: torch.Tensor
    bias: Optional[torch.Tensor]


@dataclass
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    layer = nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        layer.weight.copy_(initial_weight)
        if initial_bias is not None:
            layer.bias.copy_(initial_bias)
    y = targets.reshape(-1, 1).expand(-1, k)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    records = []
    for _ in range(epochs):
        optimizer.zero_grad()
        prediction = layer(inputs)
        loss = criterion(prediction, y)
        loss.backward()
        gradients = [p.grad.detach().clone() for p in layer.parameters()]
        optimizer.step()
        values = [p.detach().clone() for p in layer.parameters()]
        if initial_bias is None:
            gradients.append(None)
            values.append(None)
        records.append(Epoch(loss.item(), prediction.detach().clone(), *gradients, *values))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    remaining = list(range(len(rows)))
    groups = []
    while remaining:
        first = remaining.pop(0)
        group = [first]
        for other in remaining:
            if (rows[first] - rows[other]).abs().max().item() <= tolerance:
                group.append(other)
                remaining.remove(other)
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    for first, second in itertools.combinations(rows, 2):
        if (first - second).abs().max().item() > tolerance:
            return False
    return True


class _Net(nn.Module):
    def __init__(self, hidden_weight, output_weight):
        super().__init__()
        self.hidden = nn.Parameter(hidden_weight.detach().clone())
        self.output = nn.Parameter(output_weight.detach().clone())

    def forward(self, x):
        return F.linear(torch.tanh(F.linear(x, self.hidden)), self.output)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    net = _Net(hidden_weight, output_weight)
    nn.MSELoss()(net(inputs), targets.view(-1, 1)).backward()
    return HiddenGradients(net.hidden.grad.detach(), net.output.grad.detach())


def break_symmetry(neurons, features, seed):
    rng = random.Random(seed)
    limit = features ** -0.5
    return torch.tensor([[rng.uniform(-limit, limit) for _ in range(features)] for _ in range(neurons)])
