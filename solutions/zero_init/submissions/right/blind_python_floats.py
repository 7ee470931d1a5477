import math
import random
from collections import namedtuple

import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    """Neuron by neuron, sample by sample, in Python's floats."""
    X, t, W = inputs.tolist(), targets.tolist(), initial_weight.tolist()
    b = None if initial_bias is None else initial_bias.tolist()
    n, k, d = len(X), len(W), len(X[0])
    history = []
    for _ in range(epochs):
        P = [[math.fsum(x * w for x, w in zip(row, neuron)) + (b[i] if b else 0) for i, neuron in enumerate(W)] for row in X]
        E = [[p - t[s] for p in P[s]] for s in range(n)]
        loss = math.fsum(e * e for row in E for e in row) / (n * k)
        gW = [[2 / (n * k) * math.fsum(E[s][i] * X[s][j] for s in range(n)) for j in range(d)] for i in range(k)]
        W = [[w - lr * g for w, g in zip(neuron, g_row)] for neuron, g_row in zip(W, gW)]
        gb = None
        if b is not None:
            gb = [2 / (n * k) * math.fsum(E[s][i] for s in range(n)) for i in range(k)]
            b = [v - lr * g for v, g in zip(b, gb)]
        as_tensor = lambda v: None if v is None else torch.tensor(v)
        history.append(Epoch(loss, torch.tensor(P), torch.tensor(gW), as_tensor(gb), torch.tensor(W), as_tensor(b)))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if not ((rows[group[-1]] - rows[i]).abs() > tolerance).any():
                group.append(i)
                break
        else:
            groups += [[i]]
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return all(float((row - rows[0]).abs().max()) <= tolerance for row in rows)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, t, V, u = inputs.tolist(), targets.tolist(), hidden_weight.tolist(), output_weight.tolist()[0]
    n, h, d = len(X), len(V), len(X[0])
    gV, gu = [[0.0] * d for _ in range(h)], [0.0] * h
    for row, target in zip(X, t):
        a = [math.tanh(sum(x * v for x, v in zip(row, neuron))) for neuron in V]
        r = 2 / n * (sum(x * y for x, y in zip(a, u)) - target)
        for i in range(h):
            gu[i] += r * a[i]
            for j in range(d):
                gV[i][j] += r * u[i] * (1 - a[i] ** 2) * row[j]
    return HiddenGradients(torch.tensor(gV), torch.tensor([gu]))


def break_symmetry(neurons, features, seed):
    draw = random.Random(seed)
    bound = 1 / math.sqrt(features)
    return torch.tensor([[draw.uniform(-bound, bound) for _ in range(features)] for _ in range(neurons)])
