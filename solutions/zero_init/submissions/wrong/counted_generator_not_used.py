"""Start several neurons with equal weights, give them the same targets, and see that they stay copies."""

from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    """What one epoch of `trace` saw and did."""

    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    """The gradients of the loss of a network with one hidden layer."""

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
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(seed)
    limit = 1.0 / torch.sqrt(torch.tensor(float(features)))
    return torch.rand(neurons, features) * 2 * limit - limit
