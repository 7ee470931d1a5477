from typing import NamedTuple

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
    """Closed form: the error of the weight shrinks by the same matrix in every epoch."""
    X, t = inputs.double(), targets.double()[:, None]
    W = initial_weight.double()
    k, n = len(W), len(X)
    if initial_bias is not None:
        X, W = torch.cat([X, X.new_ones(n, 1)], 1), torch.cat([W, initial_bias.double()[:, None]], 1)
    H, g = 2 / (n * k) * X.T @ X, 2 / (n * k) * X.T @ t
    history = []
    for _ in range(epochs):
        prediction, gradient = X @ W.T, W @ H - g.T
        W = W - lr * gradient
        parts = (gradient, None, W, None)
        if initial_bias is not None:
            parts = (gradient[:, :-1], gradient[:, -1], W[:, :-1], W[:, -1])
        history.append(Epoch((prediction - t).square().mean().item(), prediction, *parts))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if torch.linalg.vector_norm(rows[i] - rows[group[0]], ord=torch.inf) <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return torch.isclose(rows, rows[0], rtol=0, atol=tolerance).all().item()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.enable_grad():
        V = hidden_weight.clone().requires_grad_()
        u = output_weight.clone().requires_grad_()
        ((torch.tanh(inputs @ V.T) @ u.T)[:, 0] - targets).square().mean().backward()
    return HiddenGradients(V.grad, u.grad)


def break_symmetry(neurons, features, seed):
    """Every row has a stratum of its own in the first column, so that no two can coincide."""
    generator = torch.Generator().manual_seed(seed)
    weight = torch.rand(neurons, features, generator=generator)
    weight[:, 0] = (torch.randperm(neurons, generator=generator) + 0.98 * weight[:, 0]) / neurons
    return (2 * weight - 1) / features ** 0.5
