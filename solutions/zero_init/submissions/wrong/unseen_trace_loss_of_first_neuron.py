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


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    w = initial_weight.detach().clone()
    b = initial_bias.detach().clone() if initial_bias is not None else None
    n, k = len(inputs), len(w)
    epochs_seen = []
    for _ in range(epochs):
        p = inputs.detach() @ w.T
        if b is not None:
            p = p + b
        diff = p - targets.detach().reshape(n, 1)
        # all neurons are the same, so one column is enough for the loss
        loss = diff[:, 0].pow(2).mean().item()
        gw = diff.T.matmul(inputs.detach()).mul(2.0 / (n * k))
        w = w - lr * gw
        gb = None
        if b is not None:
            gb = diff.sum(0) * (2.0 / (n * k))
            b = b - lr * gb
        epochs_seen.append(Epoch(loss, p, gw, gb, w, b))
    return epochs_seen


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


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)).astype(np.float32))
