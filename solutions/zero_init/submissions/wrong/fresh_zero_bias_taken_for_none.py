"""assignment 2"""
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
    W = initial_weight.clone().requires_grad_()
    params = [W]
    b = None
    if initial_bias is not None and initial_bias.any():
        b = initial_bias.clone().requires_grad_()
        params.append(b)

    history = []
    for _ in range(epochs):
        y_hat = nn.functional.linear(inputs, W, b)
        loss = ((y_hat - targets.unsqueeze(-1)) ** 2).mean()
        grads = torch.autograd.grad(loss, params)
        with torch.no_grad():
            for p, g in zip(params, grads):
                p.sub_(lr * g)
        history.append(Epoch(
            loss.item(),
            y_hat.detach(),
            grads[0],
            grads[1] if b is not None else None,
            W.detach().clone(),
            b.detach().clone() if b is not None else None,
        ))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    # distance of every row to every other row (largest entry)
    D = (rows[:, None, :] - rows[None, :, :]).abs().max(dim=2).values
    groups, seen = [], set()
    for i in range(len(rows)):
        if i not in seen:
            g = [j for j in range(i, len(rows)) if j not in seen and D[i, j] <= tolerance]
            seen.update(g)
            groups.append(g)
    return groups

def is_symmetric(rows, tolerance=1e-6):
    return bool((rows - rows[0]).abs().max() <= tolerance)


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
