from __future__ import annotations

import dataclasses
import math

import torch
from torch import Tensor, nn


@dataclasses.dataclass(frozen=True)
class Epoch:
    loss: Tensor
    prediction: Tensor
    weight_gradient: Tensor
    bias_gradient: Tensor | None
    weight: Tensor
    bias: Tensor | None
    number: int = 0  # one field more
    lr: float = 0.0


@dataclasses.dataclass
class HiddenGradients:
    hidden: Tensor
    output: Tensor
    loss: Tensor


class _Trace:
    def __call__(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        k = initial_weight.shape[0]
        layer = nn.Linear(*reversed(initial_weight.shape), bias=initial_bias is not None)
        layer.load_state_dict({"weight": initial_weight} | ({} if initial_bias is None else {"bias": initial_bias}))
        optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
        wanted = targets.repeat(k, 1).T
        records = []
        for number in range(epochs):
            prediction = layer(inputs)
            loss = nn.functional.mse_loss(prediction, wanted)
            optimizer.zero_grad(set_to_none=True)  # so every epoch has a .grad tensor of its own
            loss.backward()
            optimizer.step()
            records.append(Epoch(
                loss, prediction, layer.weight.grad,
                None if layer.bias is None else layer.bias.grad,
                nn.Parameter(layer.weight.detach().clone()),
                None if layer.bias is None else nn.Parameter(layer.bias.detach().clone()),
                number, lr))
        return records


class _Groups:
    def copies(self, a, b, tolerance):
        return torch.all((a - b).abs() <= tolerance)

    def __call__(self, rows, tolerance=1e-6):
        groups = {}
        for i, row in enumerate(rows):
            for first in groups:
                if self.copies(rows[first], row, tolerance):
                    groups[first].append(i)
                    break
            else:
                groups[i] = [i]
        return [tuple(g) for g in groups.values()]

    def all(self, rows, tolerance=1e-6):
        return self.copies(rows, rows[0], tolerance)  # a 0-d bool tensor


class _Hidden:
    def __call__(self, inputs, targets, hidden_weight, output_weight):
        first, second = (nn.Parameter(w.detach().clone()) for w in (hidden_weight, output_weight))
        loss = nn.functional.mse_loss((inputs @ first.mT).tanh() @ second.mT, targets[:, None])
        loss.backward()
        return HiddenGradients(first.grad, second.grad, loss)


class _Break:
    def __call__(self, neurons, features, seed):
        state = torch.get_rng_state()
        try:
            torch.manual_seed(seed)
            return nn.Parameter((torch.rand(neurons, features) * 2 - 1) / math.sqrt(features))
        finally:
            torch.set_rng_state(state)


trace, symmetry_groups, hidden_gradients, break_symmetry = _Trace(), _Groups(), _Hidden(), _Break()
is_symmetric = symmetry_groups.all
