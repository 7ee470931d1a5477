"""Equal neurons"""
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
    sgd = torch.optim.SGD(layer.parameters(), lr=lr)
    wanted = torch.stack([targets] * k, dim=1)
    history = []
    for _ in range(epochs):
        sgd.zero_grad()
        out = layer(inputs)
        loss = nn.functional.mse_loss(out, wanted)
        loss.backward()
        sgd.step()
        bias = bias_gradient = None
        if initial_bias is not None:
            bias, bias_gradient = layer.bias.detach().clone(), layer.bias.grad.clone()
        history.append(
            Epoch(
                loss=loss.item(),
                prediction=out.detach(),
                weight_gradient=layer.weight.grad.clone(),
                bias_gradient=bias_gradient,
                weight=layer.weight.detach().clone(),
                bias=bias,
            )
        )
    return history


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
    """Random directions, all of the same length."""
    generator = torch.Generator()
    generator.manual_seed(seed)
    w = torch.randn(neurons, features, generator=generator)
    w = w / w.norm(dim=1, keepdim=True)
    return w / math.sqrt(features)
