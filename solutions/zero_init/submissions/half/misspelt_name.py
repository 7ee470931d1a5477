# zero_init, all five functions
import math

import torch
import torch.nn as nn
from collections import namedtuple

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    w, b = initial_weight, initial_bias
    n, k = len(inputs), len(initial_weight)
    out = []
    for i in range(epochs):
        y = nn.functional.linear(inputs, w, b)
        err = y - targets.view(n, 1)
        loss = torch.mean(err * err)
        dw = 2.0 * torch.mm(err.t(), inputs) / (n * k)
        db = 2.0 * err.sum(0) / (n * k) if b is not None else None
        w = w - lr * dw
        b = b - lr * db if b is not None else None
        out.append(Epoch(loss.item(), y, dw, db, w, b))
    return out


def symmetry_groups(rows, tolerance=1e-6):
    out = []
    for i, r in enumerate(rows):
        for g in out:
            if (r - rows[g[0]]).abs().max() <= tolerance:
                g.append(i)
                break
        else:
            out.append([i])
    return out


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradient(inputs, targets, hidden_weight, output_weight):
    v = nn.Parameter(hidden_weight.clone())
    u = nn.Parameter(output_weight.clone())
    p = torch.tanh(inputs @ v.T) @ u.T
    nn.MSELoss()(p, targets.view(-1, 1)).backward()
    return HiddenGradients(v.grad, u.grad)


def break_symetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (torch.rand(neurons, features, generator=g) * 2 - 1) / math.sqrt(features)
