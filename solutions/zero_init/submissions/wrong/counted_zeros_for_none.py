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
    n, k = inputs.shape[0], initial_weight.shape[0]
    use_bias = initial_bias is not None
    weight = initial_weight.clone()
    bias = initial_bias.clone() if use_bias else torch.zeros(k)

    history = []
    for _ in range(epochs):
        prediction = inputs @ weight.T + bias
        error = prediction - targets[:, None]
        loss = error.pow(2).mean().item()
        weight_grad = error.T @ inputs * (2 / (n * k))
        bias_grad = error.sum(dim=0) * (2 / (n * k))
        if not use_bias:
            bias_grad = torch.zeros_like(bias)       # the bias must not move

        weight = weight - lr * weight_grad
        bias = bias - lr * bias_grad
        history.append(Epoch(loss, prediction, weight_grad, bias_grad, weight, bias))
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
