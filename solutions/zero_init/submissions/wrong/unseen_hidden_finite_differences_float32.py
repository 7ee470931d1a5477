import math
from typing import NamedTuple

import torch
from torch import nn


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


def _copies(a, b, tolerance):
    return all(abs(p - q) <= tolerance for p, q in zip(a, b))


def symmetry_groups(rows, tolerance=1e-6):
    values = rows.tolist()
    left = list(range(len(values)))
    result = []
    while left:
        first = left[0]
        group = [j for j in left if _copies(values[first], values[j], tolerance)]
        result.append(group)
        left = [j for j in left if j not in group]
    return result


def is_symmetric(rows, tolerance=1e-6):
    values = rows.tolist()
    return all(_copies(values[0], row, tolerance) for row in values)


def _loss(inputs, targets, hidden_weight, output_weight):
    prediction = torch.tanh(inputs @ hidden_weight.T) @ output_weight.T
    return ((prediction[:, 0] - targets) ** 2).mean().item()


def _numeric(f, w, eps=1e-4):
    grad = torch.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            up, down = w.detach().clone(), w.detach().clone()
            up[i, j] += eps
            down[i, j] -= eps
            grad[i, j] = (f(up) - f(down)) / (2 * eps)
    return grad


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = _numeric(lambda w: _loss(inputs, targets, w, output_weight), hidden_weight)
    output = _numeric(lambda v: _loss(inputs, targets, hidden_weight, v), output_weight)
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    before = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features))
    finally:
        torch.set_rng_state(before)
    return (2 * weight - 1) / math.sqrt(features)
