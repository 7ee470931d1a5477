import collections
import math

import torch
import torch.nn.functional as F
from torch import nn


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def break_symmetry(neurons, features, seed):
    bound = 1 / math.isqrt(features)
    g = torch.Generator()
    g.manual_seed(seed)
    w = torch.empty(neurons, features)
    nn.init.uniform_(w, -bound, bound, generator=g)
    return w


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if (row - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


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
