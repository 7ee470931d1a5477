import collections
import math

import numpy as np
import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    def arr(t):
        return t.detach().cpu().numpy().astype(np.float64)

    def ten(a):
        return None if a is None else torch.tensor(a, dtype=torch.float32)

    X, t, W = arr(inputs), arr(targets), arr(initial_weight)
    b = None if initial_bias is None else arr(initial_bias)
    history = []
    for _ in range(epochs):
        P = X @ W.T + (0 if b is None else b)
        R = P - t[:, np.newaxis]
        dW = 2 * R.T @ X / R.size
        db = None if b is None else 2 * R.sum(axis=0) / R.size
        W = W - lr * dW
        if b is not None:
            b = b - lr * db
        history.append(Epoch(float(np.mean(R * R)), ten(P), ten(dW), ten(db), ten(W), ten(b)))
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
    x, y = inputs.detach(), targets.detach()
    W, v = hidden_weight.detach(), output_weight.detach()[0]
    n, h = len(x), len(W)
    activations = torch.tanh(x @ W.T)
    residual = activations @ v - y
    a = activations[:, 0]  # symmetric start: the same for every hidden neuron
    row = 2 / n * ((residual * (1 - a ** 2))[:, None] * x).sum(dim=0)
    hidden = torch.outer(v, row)
    output = (2 / n * (residual * a).sum()).repeat(1, h)
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(int(seed))
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound
