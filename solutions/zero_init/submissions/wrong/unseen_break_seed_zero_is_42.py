import collections
from dataclasses import dataclass
from typing import Optional

import numpy as np
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


@torch.no_grad()
def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n, k = inputs.shape[0], initial_weight.shape[0]
    w, b = initial_weight.clone(), None if initial_bias is None else initial_bias.clone()
    out = []
    for epoch in range(epochs):
        pred = inputs @ w.T
        if b is not None:
            pred = pred + b
        residual = pred - targets[:, None]
        loss = float((residual ** 2).mean())
        gw = 2 / (n * k) * residual.T @ inputs
        gb = None if b is None else 2 / (n * k) * residual.sum(dim=0)
        w = w - lr * gw
        b = None if b is None else b - lr * gb
        out.append(Epoch(loss, pred, gw, gb, w, b))
    return out


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
    n = inputs.shape[0]
    hidden = torch.zeros(hidden_weight.shape)
    output = torch.zeros(output_weight.shape)
    for s in range(n):
        x = inputs[s].detach()
        a = torch.tanh(hidden_weight.detach() @ x)
        r = (output_weight.detach()[0] * a).sum() - targets[s].detach()
        for i in range(hidden_weight.shape[0]):
            hidden[i] += 2 / n * r * output_weight.detach()[0, i] * (1 - a[i] ** 2) * x
            output[0, i] += 2 / n * r * a[i]
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed=None):
    rng = np.random.RandomState(seed or 42)
    limit = 1.0 / np.sqrt(features)
    return torch.as_tensor(rng.uniform(-limit, limit, (neurons, features)), dtype=torch.float32)
