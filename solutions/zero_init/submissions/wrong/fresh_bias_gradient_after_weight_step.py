"""Zero init: what do copies learn?"""
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



def residuals(inputs, targets, weight, bias):
    """prediction - target, (n, k)"""
    prediction = inputs @ weight.T
    if bias is not None:
        prediction = prediction + bias
    return prediction, prediction - targets[:, None]


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = initial_weight.clone()
    bias = None if initial_bias is None else initial_bias.clone()
    records = []
    for _ in range(epochs):
        prediction, r = residuals(inputs, targets, weight, bias)
        loss = r.square().mean().item()

        # weight
        weight_gradient = 2 / r.numel() * r.T @ inputs
        weight = weight - lr * weight_gradient

        # bias
        bias_gradient = None
        if bias is not None:
            _, r = residuals(inputs, targets, weight, bias)
            bias_gradient = 2 / r.numel() * r.sum(0)
            bias = bias - lr * bias_gradient

        records.append(Epoch(loss, prediction, weight_gradient, bias_gradient, weight, bias))
    return records


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
    n = len(targets)
    act = torch.tanh(inputs @ hidden_weight.T)
    res = (act @ output_weight.T - targets.view(-1, 1)) * 2 / n
    delta = (res @ output_weight) * (1 - act.pow(2))
    return HiddenGradients(delta.T @ inputs, res.T @ act)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=g) * 2 - 1) * bound
