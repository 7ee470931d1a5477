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


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)).astype(np.float32))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        a = (inputs @ hidden_weight.T).tanh()
        prediction = a @ output_weight.T
        error = targets.view(-1, 1)
        error -= prediction
        n = error.shape[0]
        output = -2 * (error * a).sum(dim=0, keepdim=True) / n
        back = error * output_weight * (1 - a.square())
        hidden = -2 * (back.T @ inputs) / n
    return HiddenGradients(hidden, output)


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if (row - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    """The bias is one more weight, of a feature that is always 1."""
    d = inputs.shape[1]
    x, theta = inputs.detach(), initial_weight.detach().clone()
    if initial_bias is not None:
        x = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
        theta = torch.cat([theta, initial_bias.detach()[:, None]], dim=1)

    def split(m):
        return m[:, :d].clone(), (None if initial_bias is None else m[:, d].clone())

    steps = []
    for _ in range(epochs):
        theta.requires_grad_()
        pred = x @ theta.t()
        loss = ((pred - targets.detach().view(-1, 1)) ** 2).mean()
        (grad,) = torch.autograd.grad(loss, theta)
        theta = theta.detach() - lr * grad
        gw, gb = split(grad)
        w, b = split(theta)
        steps.append(Epoch(float(loss), pred.detach(), gw, gb, w, b))
    return steps
