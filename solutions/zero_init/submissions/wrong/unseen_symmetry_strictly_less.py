import random
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
    groups = []
    for i in range(len(rows)):
        placed = False
        for group in groups:
            if torch.max(torch.abs(rows[i] - rows[group[0]])) < tolerance:
                group.append(i)
                placed = True
                break
        if not placed:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() < tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    hidden = torch.zeros(hidden_weight.shape)
    output = torch.zeros(output_weight.shape)
    for s in range(n):
        x = inputs[s].detach()
        a = torch.tanh(hidden_weight.detach() @ x)
        r = (output_weight.detach()[0] * a).sum() - targets[s].detach()
        for i in range(hidden_weight.shape[0]):
            hidden[i] += 2 / n * r * output_weight.detach()[0, i] * (1 - a[i] ** 2) * x
            output[0, i] += 2 / n * r * a[i]
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    rng = random.Random(seed)
    limit = features ** -0.5
    return torch.tensor([[rng.uniform(-limit, limit) for _ in range(features)] for _ in range(neurons)])
