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


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    X = inputs
    W = initial_weight.clone()
    b = initial_bias.clone() if initial_bias is not None else None
    Y = targets.reshape(-1, 1).expand(-1, W.shape[0])
    out = []
    for i in range(epochs):
        pred = X @ W.T
        if b is not None:
            pred += b
        diff = pred - Y
        loss = float((diff ** 2).mean())
        dW = 2 * (diff.T @ X) / diff.numel()
        W = W - lr * dW
        if b is None:
            db = None
        else:
            db = 2 * diff.sum(axis=0, keepdim=True) / diff.numel()
            b = b - lr * db
        out.append(Epoch(loss, pred, dW, db, W, b))
    return out


def _copies(a, b, tolerance):
    return bool(torch.all(torch.abs(a - b) <= tolerance))


def symmetry_groups(rows, tolerance=1e-6):
    rest = list(range(rows.shape[0]))
    result = []
    while rest:
        first = rest[0]
        group = [i for i in rest if _copies(rows[first], rows[i], tolerance)]
        rest = [i for i in rest if i not in group]
        result.append(group)
    return result


def is_symmetric(rows, tolerance=1e-6):
    return all(_copies(rows[0], row, tolerance) for row in rows)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (2 * torch.rand(neurons, features, generator=g) - 1) / features ** 0.5
