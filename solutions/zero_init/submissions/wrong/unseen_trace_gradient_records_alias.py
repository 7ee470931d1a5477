import collections
import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch
import torch.nn.functional as F


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
    k, d = initial_weight.shape
    layer = torch.nn.Linear(d, k, bias=initial_bias is not None)
    layer.weight.data = initial_weight.detach().clone()
    if initial_bias is not None:
        layer.bias.data = initial_bias.detach().clone()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    target_matrix = torch.stack([targets] * k, dim=1)
    history = []
    for epoch in range(epochs):
        optimizer.zero_grad(set_to_none=False)
        prediction = layer(inputs)
        loss = F.mse_loss(prediction, target_matrix)
        loss.backward()
        optimizer.step()
        history.append(
            Epoch(
                loss.item(),
                prediction.detach().clone(),
                layer.weight.grad.detach(),
                None if layer.bias is None else layer.bias.grad.detach(),
                layer.weight.detach().clone(),
                None if layer.bias is None else layer.bias.detach().clone(),
            )
        )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    label = list(range(len(m)))
    for i in range(len(m)):
        for j in range(i):
            if np.abs(m[i] - m[j]).max() <= tolerance:
                label[i] = label[j]
                break
    by_label = collections.OrderedDict()
    for i, name in enumerate(label):
        by_label.setdefault(name, []).append(i)
    return list(by_label.values())


def is_symmetric(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    return bool(all(np.abs(m - row).max() <= tolerance for row in m))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(int(seed))
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound
