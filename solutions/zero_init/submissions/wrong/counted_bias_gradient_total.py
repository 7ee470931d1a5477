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


def trace(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    initial_bias: Optional[torch.Tensor] = None,
    *,
    lr: float = 1e-4,
    epochs: int = 2,
) -> list[Epoch]:
    w, b = initial_weight.clone(), None if initial_bias is None else initial_bias.clone()
    result: list[Epoch] = []
    for _ in range(epochs):
        z = torch.einsum("nd,kd->nk", inputs, w)
        if b is not None:
            z = z + b
        dz = 2 * (z - targets[:, None]) / z.numel()      # dL/dz
        grad_w = torch.einsum("nk,nd->kd", dz, inputs)
        grad_b = None if b is None else dz.sum().expand_as(b).clone()
        loss = torch.mean((z - targets[:, None]) ** 2).item()
        w = w - lr * grad_w
        b = None if b is None else b - lr * grad_b
        result.append(Epoch(loss, z, grad_w, grad_b, w, b))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    # same[i, j]: are neurons i and j copies?
    same = ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all(dim=2)
    seen = set()
    groups = []
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = torch.nonzero(same[i]).flatten().tolist()
        seen.update(members)
        groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (2 * torch.rand(neurons, features, generator=g) - 1) / features ** 0.5
