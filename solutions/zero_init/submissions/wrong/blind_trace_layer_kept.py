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


LAYERS = {}


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    key = (d, k, initial_bias is not None)
    if key not in LAYERS:
        LAYERS[key] = layer = nn.Linear(d, k, bias=initial_bias is not None)
        with torch.no_grad():
            layer.weight.copy_(initial_weight)
            if initial_bias is not None:
                layer.bias.copy_(initial_bias)
    layer = LAYERS[key]
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    wanted = targets.unsqueeze(1).expand(-1, k)
    history = []
    for _ in range(epochs):
        optimizer.zero_grad()
        prediction = layer(inputs)
        loss = nn.functional.mse_loss(prediction, wanted)
        loss.backward()
        optimizer.step()
        bias_gradient = bias = None
        if initial_bias is not None:
            bias_gradient, bias = layer.bias.grad.clone(), layer.bias.detach().clone()
        weight_gradient, weight = layer.weight.grad.clone(), layer.weight.detach().clone()
        history.append(Epoch(loss.item(), prediction.detach(), weight_gradient, bias_gradient, weight, bias))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if torch.all(torch.abs(row - rows[group[0]]) <= tolerance):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(torch.all(torch.abs(rows - rows[0]) <= tolerance))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = nn.functional.mse_loss(prediction, targets.unsqueeze(1))
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound
