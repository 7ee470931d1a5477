import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n = inputs.shape[0]
    k = initial_weight.shape[0]
    w = initial_weight.clone()
    b = None if initial_bias is None else initial_bias.clone()
    y = targets.reshape(n, 1).expand(n, k)

    records = []
    for _ in range(epochs):
        pred = inputs @ w.T
        if b is not None:
            pred = pred + b
        r = pred - y
        loss = (r ** 2).mean().item()
        gw = 2 / (n * k) * r.T @ inputs
        gb = None if b is None else 2 / (n * k) * r.sum(dim=0)
        w = w - lr * gw
        if b is not None:
            b = b - lr * gb
        records.append(Epoch(loss, pred, gw, gb, w, b))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    # same[i, j]: are neurons i and j copies?
    same = ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all(dim=2)
    seen = set()
    groups = []
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = torch.nonzero(same[i]).flatten().tolist()
        seen.update(members)
        groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    a = torch.tanh(inputs @ hidden_weight.T)
    r = (a @ output_weight.T)[:, 0] - targets
    v = output_weight[0, 0]
    hidden = 2 / n * ((r * v)[:, None] * (1 - a * a)).T @ inputs
    output = 2 / n * (r @ a)[None, :]
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        noise = torch.rand(neurons, features)
    return (noise * 2 - 1) * features ** -0.5
