from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn.functional as F
from torch import nn


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


def same(a, b, tolerance):
    return abs(a[0] - b[0]) <= tolerance and abs(a[1] - b[1]) <= tolerance


def symmetry_groups(rows, tolerance=1e-6):
    rows = rows.tolist()
    groups = []
    done = set()
    for i, a in enumerate(rows):
        if i in done:
            continue
        group = [j for j, b in enumerate(rows) if j not in done and same(a, b, tolerance)]
        done |= set(group)
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    rows = rows.tolist()
    return all(same(rows[0], row, tolerance) for row in rows[1:])


class _Net(nn.Module):
    def __init__(self, hidden_weight, output_weight):
        super().__init__()
        self.hidden = nn.Parameter(hidden_weight.detach().clone())
        self.output = nn.Parameter(output_weight.detach().clone())

    def forward(self, x):
        return F.linear(torch.tanh(F.linear(x, self.hidden)), self.output)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    net = _Net(hidden_weight, output_weight)
    nn.MSELoss()(net(inputs), targets.view(-1, 1)).backward()
    return HiddenGradients(net.hidden.grad.detach(), net.output.grad.detach())


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.empty(neurons, features).uniform_(-1, 1) / features ** 0.5
