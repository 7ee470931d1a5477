# zero_init - my solution
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import torch
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


class _Layer(nn.Module):
    """k linear neurons."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(bias) if bias is not None else None

    def forward(self, x):
        return nn.functional.linear(x, self.weight, self.bias)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    model = _Layer(initial_weight, initial_bias)
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    goal = targets.view(-1, 1).expand(-1, initial_weight.size(0))

    def snapshot(t):
        return None if t is None else t.detach().clone()

    epochs_seen = []
    for _ in range(epochs):
        prediction = model(inputs)
        loss = nn.MSELoss()(prediction, goal)
        opt.zero_grad()
        loss.backward()
        gw = snapshot(model.weight.grad)
        gb = snapshot(model.bias.grad) if model.bias is not None else None
        opt.step()
        epochs_seen.append(Epoch(loss.item(), snapshot(prediction), gw, gb,
                                 snapshot(model.weight), snapshot(model.bias)))
    return epochs_seen


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
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        noise = torch.rand(neurons, features)
    return (noise * 2 - 1) * features ** -0.5
