import math
import random
from typing import NamedTuple

import numpy as np
import torch


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


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
    source = random.Random(seed)
    bound = 1 / math.sqrt(features)
    weight = torch.zeros(neurons, features)
    for i in range(neurons):
        for j in range(features):
            weight[i, j] = round(source.uniform(-bound, bound), 2)
    return weight
