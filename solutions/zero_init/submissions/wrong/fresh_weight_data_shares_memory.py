"""Neurons that start equal."""
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
    layer.weight.data = initial_weight
    if initial_bias is not None:
        layer.bias.data = initial_bias.clone()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    y = targets.reshape(-1, 1).expand(-1, k)

    epochs_seen = []
    for _ in range(epochs):
        prediction = layer(inputs)
        loss = nn.MSELoss()(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        # clone: the parameters go on changing
        state = {name: (p.detach().clone(), p.grad.clone()) for name, p in layer.named_parameters()}
        weight, weight_gradient = state["weight"]
        bias, bias_gradient = state.get("bias", (None, None))
        epochs_seen.append(Epoch(loss.item(), prediction.detach(), weight_gradient, bias_gradient, weight, bias))
    return epochs_seen


def are_copies(a, b, tolerance):
    return bool(((a - b).abs() <= tolerance).all())


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if are_copies(rows[group[0]], rows[i], tolerance):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().clone().requires_grad_()
    v = output_weight.detach().clone().requires_grad_()
    prediction = (torch.tanh(inputs @ W.T) @ v.T).squeeze(1)
    loss = ((prediction - targets) ** 2).mean()
    return HiddenGradients(*torch.autograd.grad(loss, (W, v)))


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=g) * 2 - 1) * bound
