import torch, math
from collections import namedtuple
import numpy as np

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    W, b = initial_weight, initial_bias
    wanted = targets.unsqueeze(1).repeat(1, W.shape[0])
    records = []
    for _ in range(epochs):
        P = inputs @ W.T
        if b is not None:
            P = P + b
        R = P - wanted
        gW = 2 * R.T @ inputs / R.numel()
        gb = None
        if b is not None:
            gb = 2 * R.sum(dim=0) / R.numel()
            b = b - lr * gb
        W = W - lr * gW
        records.append(Epoch((R ** 2).mean().item(), P, gW, gb, W, b))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    """group the rows that are equal"""
    rest = list(range(rows.shape[0]))
    groups = []
    while len(rest) > 0:
        i = rest.pop(0)
        group = [i] + [j for j in rest if torch.allclose(rows[i], rows[j], atol=tolerance)]
        rest = [j for j in rest if j not in group]
        groups.append(group)
    return groups

def is_symmetric(rows, tolerance=1e-6):
    return torch.allclose(rows, rows[0].expand_as(rows), atol=tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().clone().requires_grad_()
    v = output_weight.detach().clone().requires_grad_()
    prediction = (torch.tanh(inputs @ W.T) @ v.T).squeeze(1)
    loss = ((prediction - targets) ** 2).mean()
    return HiddenGradients(*torch.autograd.grad(loss, (W, v)))


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    b = 1 / math.sqrt(features)
    return torch.tensor(rng.uniform(-b, b, (neurons, features)), dtype=torch.float32)
