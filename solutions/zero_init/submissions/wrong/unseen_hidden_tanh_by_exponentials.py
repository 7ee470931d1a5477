import collections

import numpy as np
import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


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


def _copies(a, b, tolerance):
    return all(abs(p - q) <= tolerance for p, q in zip(a, b))


def symmetry_groups(rows, tolerance=1e-6):
    values = rows.tolist()
    left = list(range(len(values)))
    result = []
    while left:
        first = left[0]
        group = [j for j in left if _copies(values[first], values[j], tolerance)]
        result.append(group)
        left = [j for j in left if j not in group]
    return result


def is_symmetric(rows, tolerance=1e-6):
    values = rows.tolist()
    return all(_copies(values[0], row, tolerance) for row in values)


def tanh(z):
    e = torch.exp(2 * z)
    return (e - 1) / (e + 1)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    inputs, targets = inputs.detach(), targets.detach()
    hidden_weight, output_weight = hidden_weight.detach(), output_weight.detach()
    n = inputs.shape[0]
    a = tanh(inputs @ hidden_weight.T)
    r = (a @ output_weight.T).flatten() - targets
    output = (2 / n * r @ a).unsqueeze(0)
    hidden = torch.einsum("n,h,nh,nd->hd", r, output_weight[0], 1 - a ** 2, inputs) * (2 / n)
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)).astype(np.float32))
