import torch, math
from collections import namedtuple
import numpy as np

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k = initial_weight.shape[0]
    learn_bias = initial_bias is not None
    w = initial_weight.clone()
    b = initial_bias.clone() if learn_bias else torch.zeros(k)     # a layer without bias has bias 0
    out = []
    for e in range(epochs):
        p = inputs @ w.t() + b
        diff = p - targets[:, None]
        gw = 2 * diff.t() @ inputs / diff.numel()
        gb = 2 * diff.mean(0) / k if learn_bias else torch.zeros(k)
        w = w - lr * gw
        b = b - lr * gb
        out.append(Epoch(loss=diff.pow(2).mean().item(), prediction=p, weight_gradient=gw, bias_gradient=gb, weight=w, bias=b))
    return out


def symmetry_groups(rows, tolerance=1e-6):
    # distance of every row to every other row (largest entry)
    D = (rows[:, None, :] - rows[None, :, :]).abs().max(dim=2).values
    groups, seen = [], set()
    for i in range(len(rows)):
        if i not in seen:
            g = [j for j in range(i, len(rows)) if j not in seen and D[i, j] <= tolerance]
            seen.update(g)
            groups.append(g)
    return groups

def is_symmetric(rows, tolerance=1e-6):
    return bool((rows - rows[0]).abs().max() <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(targets)
    act = torch.tanh(inputs @ hidden_weight.T)
    res = (act @ output_weight.T - targets.view(-1, 1)) * 2 / n
    delta = (res @ output_weight) * (1 - act.pow(2))
    return HiddenGradients(delta.T @ inputs, res.T @ act)


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    b = 1 / math.sqrt(features)
    return torch.tensor(rng.uniform(-b, b, (neurons, features)), dtype=torch.float32)
