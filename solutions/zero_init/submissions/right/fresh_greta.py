# -*- coding: latin-1 -*-
"""Übungsblatt 2: Gleiche Neuronen.

Author: Greta Müller.
"""

from __future__ import annotations

import math
import random
import warnings
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Gewichte, und Schwellen falls vorhanden."""

    weight: Tensor
    bias: Tensor | None

    def __call__(self, inputs: Tensor) -> Tensor:
        out = inputs @ self.weight.T
        return out if self.bias is None else out + self.bias


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """Was eine Epoche sah und tat."""

    before: Layer
    gradient: Layer
    after: Layer
    prediction: Tensor
    loss: float

    @property
    def weight_gradient(self) -> Tensor:
        return self.gradient.weight

    @property
    def bias_gradient(self) -> Tensor | None:
        return self.gradient.bias

    @property
    def weight(self) -> Tensor:
        return self.after.weight

    @property
    def bias(self) -> Tensor | None:
        return self.after.bias


@dataclass(frozen=True, slots=True)
class HiddenGradients:
    hidden: Tensor
    output: Tensor


def trace(
    inputs: Tensor,
    targets: Tensor,
    initial_weight: Tensor,
    initial_bias: Tensor | None = None,
    *,
    lr: float = 1e-4,
    epochs: int = 2,
) -> list[Epoch]:
    """Return a record of every epoch."""
    if lr > 0.1:
        warnings.warn(f"lr = {lr} is large, this may diverge", stacklevel=2)
    layer = Layer(weight=initial_weight, bias=initial_bias)
    records: list[Epoch] = []
    for _ in range(epochs):
        prediction = layer(inputs)
        # one column a neuron, all alike, so that the shapes agree
        error = prediction - torch.column_stack([targets] * prediction.shape[1])
        scaled = error * (2 / error.numel())
        gradient = Layer(weight=scaled.T @ inputs, bias=None if layer.bias is None else scaled.sum(dim=0))
        after = Layer(
            weight=layer.weight - lr * gradient.weight,
            bias=None if layer.bias is None else layer.bias - lr * gradient.bias,
        )
        loss = error.pow(2).mean().item()
        records.append(Epoch(before=layer, gradient=gradient, after=after, prediction=prediction, loss=loss))
        layer = after
    return records


def symmetry_groups(rows: Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    """Union-find over all pairs of copies."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for j in range(len(rows)):
        for i in range(j):
            if bool(((rows[i] - rows[j]).abs() <= tolerance).all()):
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    groups: dict[int, list[int]] = {}
    for i in range(len(rows)):
        groups.setdefault(root(i), []).append(i)
    return [groups[key] for key in sorted(groups)]


def is_symmetric(rows: Tensor, tolerance: float = 1e-6) -> bool:
    """Whether there is one group only."""
    match symmetry_groups(rows, tolerance):
        case [_]:
            return True
        case _:
            return False


def hidden_gradients(inputs: Tensor, targets: Tensor, hidden_weight: Tensor, output_weight: Tensor) -> HiddenGradients:
    """The formula of the handout, neuron by neuron and sample by sample."""
    n = len(inputs)
    hidden = torch.zeros_like(hidden_weight)
    output = torch.zeros_like(output_weight)
    for x, y in zip(inputs, targets, strict=True):
        a = torch.tanh(hidden_weight @ x)
        r = output_weight[0] @ a - y
        output[0] += 2 / n * r * a
        for i, v in enumerate(output_weight[0]):
            hidden[i] += 2 / n * r * v * (1 - a[i] ** 2) * x
    return HiddenGradients(hidden, output)


def break_symmetry(neurons: int, features: int, seed: int) -> Tensor:
    """Gleichverteilt; ein eigener Zufallsgenerator stört niemanden."""
    generator = random.Random(int(seed))
    bound = 1 / math.sqrt(features)
    return torch.tensor([[generator.uniform(-bound, bound) for _ in range(features)] for _ in range(neurons)])
