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
    neurons = initial_weight.shape[0]
    w = initial_weight.clone().requires_grad_()
    b = initial_bias.clone().requires_grad_() if initial_bias is not None else None
    t = targets.unsqueeze(1).expand(-1, neurons)
    result = []
    for _ in range(epochs):
        # old gradients would add up
        if w.grad is not None:
            w.grad.zero_()
        if b is not None and b.grad is not None:
            b.grad.zero_()

        p = inputs @ w.T if b is None else inputs @ w.T + b
        loss = torch.nn.functional.mse_loss(p, t)
        loss.backward()

        with torch.no_grad():
            w -= lr * w.grad
            if b is not None:
                b -= lr * b.grad

        result.append(Epoch(
            loss=loss.item(),
            prediction=p.detach(),
            weight_gradient=w.grad,
            bias_gradient=b.grad if b is not None else None,
            weight=w.detach().clone(),
            bias=b.detach().clone() if b is not None else None,
        ))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    # same[i, j]: are neurons i and j copies?
    same = ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all(dim=2)
    seen = set()
    groups = []
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = torch.nonzero(same[i]).flatten().tolist()
        seen.update(members)
        groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
