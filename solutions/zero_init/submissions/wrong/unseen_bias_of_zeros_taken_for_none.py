import random
from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn.functional as F
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


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    use_bias = initial_bias is not None and bool(initial_bias.any())
    neurons, features = initial_weight.shape
    layer = nn.Linear(features, neurons, bias=use_bias)
    layer.weight = nn.Parameter(initial_weight.detach().clone())
    if use_bias:
        layer.bias = nn.Parameter(initial_bias.detach().clone())
    trace_ = []
    for _ in range(epochs):
        layer.zero_grad()
        out = layer(inputs)
        loss = F.mse_loss(out, targets[:, None].repeat(1, neurons))
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p.sub_(lr * p.grad)
        trace_.append(
            Epoch(
                loss.item(),
                out.detach(),
                layer.weight.grad.clone(),
                layer.bias.grad.clone() if use_bias else None,
                layer.weight.detach().clone(),
                layer.bias.detach().clone() if use_bias else None,
            )
        )
    return trace_


def symmetry_groups(rows, tolerance=1e-6):
    close = (rows[:, None, :] - rows[None, :, :]).abs().amax(dim=2) <= tolerance
    seen, groups = set(), []
    for i in range(rows.shape[0]):
        if i not in seen:
            members = [j for j in close[i].nonzero().flatten().tolist() if j not in seen]
            seen.update(members)
            groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[:1]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    rng = random.Random(seed)
    limit = features ** -0.5
    return torch.tensor([[rng.uniform(-limit, limit) for _ in range(features)] for _ in range(neurons)])
