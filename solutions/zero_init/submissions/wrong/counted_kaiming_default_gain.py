# zero_init - my solution
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import torch


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
    n = inputs.shape[0]
    k = initial_weight.shape[0]
    w = initial_weight.clone()
    b = None if initial_bias is None else initial_bias.clone()
    y = targets.reshape(n, 1).expand(n, k)

    records = []
    for _ in range(epochs):
        pred = inputs @ w.T
        if b is not None:
            pred = pred + b
        r = pred - y
        loss = (r ** 2).mean().item()
        gw = 2 / (n * k) * r.T @ inputs
        gb = None if b is None else 2 / (n * k) * r.sum(dim=0)
        w = w - lr * gw
        if b is not None:
            b = b - lr * gb
        records.append(Epoch(loss, pred, gw, gb, w, b))
    return records


def _copies(a, b, tolerance):
    return bool(torch.all(torch.abs(a - b) <= tolerance))


def symmetry_groups(rows, tolerance=1e-6):
    rest = list(range(rows.shape[0]))
    result = []
    while rest:
        first = rest[0]
        group = [i for i in rest if _copies(rows[first], rows[i], tolerance)]
        rest = [i for i in rest if i not in group]
        result.append(group)
    return result


def is_symmetric(rows, tolerance=1e-6):
    return all(_copies(rows[0], row, tolerance) for row in rows)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    weight = torch.empty(neurons, features)
    gen = torch.Generator()
    gen.manual_seed(seed)
    # the initialization of nn.Linear
    torch.nn.init.kaiming_uniform_(weight, generator=gen)
    return weight
