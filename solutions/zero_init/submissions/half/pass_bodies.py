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
    w = initial_weight.clone().requires_grad_()
    b = initial_bias.clone().requires_grad_() if initial_bias is not None else None
    result = []
    for _ in range(epochs):
        pred = inputs @ w.T
        if b is not None:
            pred = pred + b
        loss = (pred - targets.reshape(-1, 1)).square().mean()
        if b is not None:
            gw, gb = torch.autograd.grad(loss, (w, b))
        else:
            gw, gb = torch.autograd.grad(loss, w)[0], None
        w = (w - lr * gw).detach().requires_grad_()
        if b is not None:
            b = (b - lr * gb).detach().requires_grad_()
        result.append(Epoch(loss.item(), pred.detach(), gw, gb, w.detach(), b.detach() if b is not None else None))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    pass


def is_symmetric(rows, tolerance=1e-6):
    pass


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    a = torch.tanh(inputs @ hidden_weight.T)
    r = a @ output_weight.T - targets.reshape(-1, 1)
    n = len(inputs)
    return HiddenGradients(2 / n * (r * output_weight * (1 - a ** 2)).T @ inputs, 2 / n * r.T @ a)


def break_symmetry(neurons, features, seed):
    pass
