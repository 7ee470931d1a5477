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
    # own copies, so that the arguments stay as they are
    weight = initial_weight.detach().clone().requires_grad_(True)
    bias = None
    if initial_bias is not None:
        bias = initial_bias.detach().clone().requires_grad_(True)
    wanted = targets.unsqueeze(1).repeat(1, weight.shape[0])
    history = []
    for epoch in range(epochs):
        weight.grad = None
        if bias is not None:
            bias.grad = None
        prediction = torch.nn.functional.linear(inputs, weight, bias)
        loss = torch.mean((prediction - wanted) ** 2)
        loss.backward()
        with torch.no_grad():
            weight -= lr * weight.grad
            if bias is not None:
                bias -= lr * bias.grad
        history.append(
            Epoch(
                loss=loss.item(),
                prediction=prediction.detach().clone(),
                weight_gradient=weight.grad.clone(),
                bias_gradient=None if bias is None else bias.grad.clone(),
                weight=weight.detach().clone(),
                bias=None if bias is None else bias.detach().clone(),
            )
        )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    k = rows.shape[0]
    assigned = [False] * k
    groups = []
    for i in range(k):
        if assigned[i]:
            continue
        distance = torch.linalg.vector_norm(rows - rows[i], dim=1)
        group = []
        for j in range(i, k):
            if not assigned[j] and distance[j] <= tolerance:
                group.append(j)
                assigned[j] = True
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    distance = torch.linalg.vector_norm(rows - rows[0], dim=1)
    return bool((distance <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        noise = torch.rand(neurons, features)
    return (noise * 2 - 1) * features ** -0.5
