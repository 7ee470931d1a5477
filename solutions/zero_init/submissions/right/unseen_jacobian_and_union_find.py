"""Gradients from a Jacobian of the residuals, groups by union-find, weights bent by a sine."""
from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from torch.autograd.functional import jacobian


@dataclass
class Epoch:
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


@dataclass
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor


@dataclass
class Layer:
    x: torch.Tensor
    y: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor | None = None
    log: list[Epoch] = field(default_factory=list)

    @property
    def prediction(self):
        z = self.x @ self.weight.T
        return z if self.bias is None else torch.addcmul(z, torch.ones_like(z), self.bias)

    def step(self, lr):
        z = self.prediction
        residual = z - self.y.expand(z.shape[1], -1).T
        share = 2 / residual.numel()
        gw = torch.stack([share * (self.x * column[:, None]).sum(dim=0) for column in residual.T])
        gb = None if self.bias is None else share * residual.sum(dim=0)
        self.weight = self.weight - lr * gw
        if gb is not None:
            self.bias = self.bias - lr * gb
        self.log.append(Epoch(float(residual.pow(2).mean()), z, gw, gb, self.weight, self.bias))
        return self


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    layer = Layer(
        inputs.detach(), targets.detach(), initial_weight.detach(), None if initial_bias is None else initial_bias.detach()
    )
    for _ in range(epochs):
        layer = layer.step(lr)
    return layer.log


def symmetry_groups(rows, tolerance=1e-6):
    parent = list(range(len(rows)))

    def find(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i in range(len(rows)):
        for j in range(i):
            if (rows[i] - rows[j]).abs().max() <= tolerance:
                a, b = sorted((find(i), find(j)))
                parent[b] = a
    roots = [find(i) for i in range(len(rows))]
    return [[i for i, root in enumerate(roots) if root == first] for first in sorted(set(roots))]


def is_symmetric(rows, tolerance=1e-6):
    top, bottom = rows.max(dim=0).values, rows.min(dim=0).values
    return bool((top - bottom).max() <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    x, y, w, v = (t.detach() for t in (inputs, targets, hidden_weight, output_weight))

    def residuals(hidden, output):
        return (torch.tanh(x @ hidden.T) @ output.T).flatten() - y

    by_hidden, by_output = jacobian(residuals, (w, v))
    r = residuals(w, v)
    return HiddenGradients(
        2 / len(r) * torch.tensordot(r, by_hidden, dims=1), 2 / len(r) * torch.tensordot(r, by_output, dims=1)
    )


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(neurons, features, generator=generator, dtype=torch.float64).sin().div(math.sqrt(features)).float()
