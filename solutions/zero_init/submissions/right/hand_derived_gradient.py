# Homework 2 - zero init
# everything derived on paper, no autograd needed
import math
from typing import NamedTuple, Optional, List

import torch

torch.set_grad_enabled(False)
torch.set_printoptions(precision=4, sci_mode=False)


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: Optional[torch.Tensor]
    weight: torch.Tensor
    bias: Optional[torch.Tensor]


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    # L = 1/(nk) sum_s sum_i (x_s w_i + b_i - t_s)^2
    # dL/dw_i = 2/(nk) sum_s r_si x_s
    # dL/db_i = 2/(nk) sum_s r_si
    w = initial_weight
    b = initial_bias
    records: List[Epoch] = []
    t = targets.reshape(-1, 1)
    for _ in range(epochs):
        p = inputs @ w.T
        if b is not None:
            p = p + b
        r = p - t
        loss = float((r * r).mean())
        gw = 2.0 / r.numel() * (r.T @ inputs)
        gb = None if b is None else 2.0 / r.numel() * r.sum(dim=0)
        w = w - lr * gw          # new tensor, initial_weight stays
        if b is not None:
            b = b - lr * gb
        records.append(Epoch(loss, p, gw, gb, w, b))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for g in groups:
            if (rows[i] - rows[g[0]]).abs().max() <= tolerance:
                g.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets[:, None]          # (n, 1)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    return HiddenGradients(hidden=2 / n * delta.T @ inputs, output=2 / n * r.T @ a)


def break_symmetry(neurons, features, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    bound = 1 / math.sqrt(features)
    return (2 * torch.rand(neurons, features, generator=g) - 1) * bound
