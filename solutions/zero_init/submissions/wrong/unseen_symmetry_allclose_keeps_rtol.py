import math
from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn.functional as F


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


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(int(seed))
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def symmetry_groups(rows, tolerance=1e-6):
    unassigned = list(range(rows.shape[0]))
    groups = []
    while unassigned:
        head = unassigned.pop(0)
        group = [head] + [j for j in unassigned if torch.allclose(rows[head], rows[j], atol=tolerance)]
        unassigned = [j for j in unassigned if j not in group]
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return all(torch.allclose(rows[0], row, atol=tolerance) for row in rows)


@torch.no_grad()
def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n, k = inputs.shape[0], initial_weight.shape[0]
    w, b = initial_weight.clone(), None if initial_bias is None else initial_bias.clone()
    out = []
    for epoch in range(epochs):
        pred = inputs @ w.T
        if b is not None:
            pred = pred + b
        residual = pred - targets[:, None]
        loss = float((residual ** 2).mean())
        gw = 2 / (n * k) * residual.T @ inputs
        gb = None if b is None else 2 / (n * k) * residual.sum(dim=0)
        w = w - lr * gw
        b = None if b is None else b - lr * gb
        out.append(Epoch(loss, pred, gw, gb, w, b))
    return out
