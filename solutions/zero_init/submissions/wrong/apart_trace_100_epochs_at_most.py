from typing import NamedTuple

import torch
import torch.nn.functional as F


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
    n, k = inputs.shape[0], initial_weight.shape[0]
    weight = initial_weight.clone()
    bias = None if initial_bias is None else initial_bias.clone()
    records = []
    for _ in range(min(epochs, 100)):
        prediction = inputs @ weight.T
        if bias is not None:
            prediction = prediction + bias
        residual = prediction - targets[:, None]
        loss = (residual ** 2).mean().item()
        weight_gradient = 2 / (n * k) * residual.T @ inputs
        bias_gradient = None
        weight = weight - lr * weight_gradient
        if bias is not None:
            bias_gradient = 2 / (n * k) * residual.sum(dim=0)
            bias = bias - lr * bias_gradient
        records.append(Epoch(loss, prediction, weight_gradient, bias_gradient, weight, bias))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if (rows[i] - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    a = torch.tanh(inputs @ hidden_weight.T)
    r = a @ output_weight.T - targets[:, None]
    output = 2 / n * r.T @ a
    hidden = 2 / n * (r * output_weight * (1 - a ** 2)).T @ inputs
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(seed)
    bound = 1 / features ** 0.5
    return (2 * torch.rand(neurons, features, generator=generator) - 1) * bound
