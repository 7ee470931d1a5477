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
    k, d = initial_weight.shape
    layer = torch.nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        layer.weight.copy_(initial_weight)
        if initial_bias is not None:
            layer.bias.copy_(initial_bias)
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    y = targets[:, None].expand(-1, k)

    out = []
    for _ in range(epochs):
        optimizer.zero_grad()
        y_hat = layer(inputs)
        loss = criterion(y_hat, y)
        loss.backward()
        optimizer.step()
        has_bias = layer.bias is not None
        out.append(Epoch(
            loss.item(),
            y_hat.detach(),
            layer.weight.grad.clone(),
            layer.bias.grad.clone() if has_bias else None,
            layer.weight.detach().clone(),
            layer.bias.detach().clone() if has_bias else None,
        ))
    return out


def symmetry_groups(rows, tolerance=1e-6):
    if len(rows) == 0:
        return []
    groups = [[0]]
    for i in range(1, len(rows)):
        reference = rows[groups[-1][0]]
        if torch.max(torch.abs(rows[i] - reference)) <= tolerance:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        noise = torch.rand(neurons, features)
    return (noise * 2 - 1) * features ** -0.5
