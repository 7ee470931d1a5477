"""By hand through X^T X, computed once; gradients are affine in the weight."""
import math
from typing import NamedTuple

import numpy as np
import torch


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
    with torch.no_grad():
        x, y, theta = inputs.double(), targets.double(), initial_weight.double()
        n, d = x.shape
        k = theta.shape[0]
        biased = initial_bias is not None
        if biased:
            x = torch.hstack([x, x.new_ones(n, 1)])
            theta = torch.hstack([theta, initial_bias.double().reshape(k, 1)])
        A, c = x.T @ x, x.T @ y
        history = []
        for _ in range(epochs):
            z = x @ theta.T
            gradient = 2 / (n * k) * (theta @ A - c)
            theta = theta - lr * gradient
            loss = (z - y.outer(y.new_ones(k))).square().mean().item()
            history.append(
                Epoch(
                    loss,
                    z.float(),
                    gradient[:, :d].float(),
                    gradient[:, d].float() if biased else None,
                    theta[:, :d].float(),
                    theta[:, d].float() if biased else None,
                )
            )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    distance = torch.cdist(rows.detach()[None], rows.detach()[None], p=math.inf)[0]
    free = torch.ones(len(rows), dtype=torch.bool)
    groups = []
    for i in range(len(rows)):
        if free[i]:
            members = free & (distance[i] <= tolerance)
            free &= ~members
            groups.append(torch.where(members)[0].tolist())
    return groups


def is_symmetric(rows, tolerance=1e-6):
    distance = torch.cdist(rows.detach()[None], rows.detach()[None], p=math.inf)
    return int(distance.max() <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    """Backward pass with explicit Jacobians."""
    with torch.no_grad():
        x, y, W, v = (t.double() for t in (inputs, targets, hidden_weight, output_weight))
        z = torch.einsum("nd,hd->nh", x, W)
        a = torch.tanh(z)
        dloss = 2 * (torch.einsum("nh,oh->n", a, v) - y) / len(y)
        dtanh = 1 / torch.cosh(z) ** 2
        hidden = torch.einsum("n,oh,nh,nd->hd", dloss, v, dtanh, x)
        output = torch.einsum("n,nh->h", dloss, a).unsqueeze(0)
    return HiddenGradients(hidden.float(), output.float())


def break_symmetry(neurons, features, seed):
    rng = np.random.Generator(np.random.Philox(seed))
    return torch.from_numpy((rng.random((neurons, features), dtype=np.float32) * 2 - 1) / np.float32(features ** 0.5))
