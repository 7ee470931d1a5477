"""Recursive, in pure Python numbers."""
import math
import random
from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def dot(a, b):
    return math.fsum(p * q for p, q in zip(a, b))


def _epoch(x, y, w, b, lr):
    n, k, d = len(x), len(w), len(w[0])
    prediction = [[dot(row, neuron) + (b[i] if b else 0.0) for i, neuron in enumerate(w)] for row in x]
    error = [[p - t for p in line] for line, t in zip(prediction, y)]
    loss = math.fsum(e * e for line in error for e in line) / (n * k)
    gw = [[2 / (n * k) * math.fsum(error[s][i] * x[s][j] for s in range(n)) for j in range(d)] for i in range(k)]
    gb = [2 / (n * k) * math.fsum(error[s][i] for s in range(n)) for i in range(k)] if b else None
    w = [[p - lr * g for p, g in zip(*pair)] for pair in zip(w, gw)]
    b = [p - lr * g for p, g in zip(b, gb)] if b else None
    return loss, prediction, gw, gb, w, b


def _split(x, y, w, b, lr, epochs):
    """Halve the epochs, so that the recursion stays shallow."""
    if epochs == 1:
        return [_epoch(x, y, w, b, lr)]
    early = _split(x, y, w, b, lr, epochs // 2)
    return early + _split(x, y, early[-1][4], early[-1][5], lr, epochs - epochs // 2)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    bias = initial_bias.tolist() if initial_bias is not None else None
    raw = _split(inputs.tolist(), targets.tolist(), initial_weight.tolist(), bias, lr, epochs)
    return [Epoch(loss, *(None if v is None else torch.tensor(v) for v in rest)) for loss, *rest in raw]


def _group(indices, rows, tolerance):
    if not indices:
        return []
    head, *tail = indices
    near = [i for i in tail if max(abs(p - q) for p, q in zip(rows[head], rows[i])) <= tolerance]
    return [[head, *near]] + _group([i for i in tail if i not in near], rows, tolerance)


def symmetry_groups(rows, tolerance=1e-6):
    return _group(list(range(len(rows))), rows.tolist(), tolerance)


def is_symmetric(rows, tolerance=1e-6):
    return len(rows) == 1 or (
        bool((rows[0] - rows[-1]).abs().max() <= tolerance) and is_symmetric(rows[:-1], tolerance)
    )


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    x, y, w, (v,) = (t.tolist() for t in (inputs, targets, hidden_weight, output_weight))
    n = len(x)
    a = [[math.tanh(dot(row, neuron)) for neuron in w] for row in x]
    r = [dot(line, v) - t for line, t in zip(a, y)]
    hidden = [
        [2 / n * math.fsum(r[s] * v[i] * (1 - a[s][i] ** 2) * x[s][j] for s in range(n)) for j in range(len(w[0]))]
        for i in range(len(w))
    ]
    output = [[2 / n * math.fsum(r[s] * a[s][i] for s in range(n)) for i in range(len(w))]]
    return HiddenGradients(torch.tensor(hidden), torch.tensor(output))


def break_symmetry(neurons, features, seed):
    rng = random.Random(seed)
    return torch.tensor([[rng.uniform(-1, 1) / math.sqrt(features) for _ in range(features)] for _ in range(neurons)])
