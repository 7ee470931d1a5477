import collections

import numpy as np
import torch
from torch import nn


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


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


DEFAULT_TOLERANCE = 1e-6


def symmetry_groups(rows, tolerance=None):
    tolerance = tolerance or DEFAULT_TOLERANCE
    distance = torch.cdist(rows.detach().double(), rows.detach().double(), p=float("inf"))
    taken = [False] * len(rows)
    groups = []
    for i in range(len(rows)):
        if taken[i]:
            continue
        group = []
        for j in range(i, len(rows)):
            if not taken[j] and distance[i, j].item() <= tolerance:
                taken[j] = True
                group.append(j)
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=None):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)).astype(np.float32))
