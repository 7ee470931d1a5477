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
    params = [initial_weight.detach().clone()]
    if initial_bias is not None:
        params.append(initial_bias.detach().clone())
    y = torch.stack([targets] * initial_weight.shape[0], dim=1)   # (n, k)

    steps = []
    for _ in range(epochs):
        leaves = [p.detach().requires_grad_() for p in params]
        yhat = inputs @ leaves[0].t()
        if len(leaves) == 2:
            yhat = yhat + leaves[1]
        loss = (yhat - y).square().mean()
        grads = torch.autograd.grad(loss, leaves)
        params = [p.detach() - lr * g for p, g in zip(leaves, grads)]
        steps.append(Epoch(float(loss), yhat.detach(),
                           grads[0], grads[1] if initial_bias is not None else None,
                           params[0], params[1] if initial_bias is not None else None))
    return steps


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if ((rows[i] - rows[group[0]]).abs() <= tolerance).all():
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    h, d = hidden_weight.shape
    net = torch.nn.Sequential(
        torch.nn.Linear(d, h),
        torch.nn.Tanh(),
        torch.nn.Linear(h, 1),
    )
    with torch.no_grad():
        net[0].weight.copy_(hidden_weight)
        net[2].weight.copy_(output_weight)
    loss = torch.nn.functional.mse_loss(net(inputs).squeeze(-1), targets)
    loss.backward()
    return HiddenGradients(net[0].weight.grad, net[2].weight.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
