import collections
import math
from typing import NamedTuple

import numpy as np
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
    weight = initial_weight.detach().clone().requires_grad_(True)
    bias = None if initial_bias is None else initial_bias.detach().clone().requires_grad_(True)
    goal = targets.detach().unsqueeze(1).repeat(1, len(weight))
    history = []
    for _ in range(epochs):
        prediction = F.linear(inputs.detach(), weight, bias)
        loss = F.mse_loss(prediction, goal)
        loss.backward()
        weight_gradient = weight.grad.clone()
        weight.grad = None
        bias_gradient = None
        with torch.no_grad():
            weight -= lr * weight_gradient
            if bias is not None:
                bias_gradient = bias.grad.clone()
                bias.grad = None
                bias -= lr * bias_gradient
        history.append(
            Epoch(
                loss.item(),
                prediction.detach(),
                weight_gradient,
                bias_gradient,
                weight.detach().clone(),
                None if bias is None else bias.detach().clone(),
            )
        )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    label = list(range(len(m)))
    for i in range(len(m)):
        for j in range(i):
            if np.abs(m[i] - m[j]).max() <= tolerance:
                label[i] = label[j]
                break
    by_label = collections.OrderedDict()
    for i, name in enumerate(label):
        by_label.setdefault(name, []).append(i)
    return list(by_label.values())


def is_symmetric(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    return bool(all(np.abs(m - row).max() <= tolerance for row in m))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def break_symmetry(neurons, features, seed):
    rng = torch.Generator()
    rng.manual_seed(seed)
    bound = 1.0 / math.sqrt(features)
    # three standard deviations: everything is within the bound
    return torch.randn(neurons, features, generator=rng) * (bound / 3)
