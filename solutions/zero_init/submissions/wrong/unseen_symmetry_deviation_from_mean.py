import math
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


def _close(a, b, tolerance):
    return bool((a - b).abs().max() <= tolerance)


def symmetry_groups(rows, tolerance=1e-6):
    groups = {}
    for i, row in enumerate(rows):
        leader = next((g for g in groups if _close(rows[g], row, tolerance)), i)
        groups.setdefault(leader, []).append(i)
    return list(groups.values())


def is_symmetric(rows, tolerance=1e-6):
    return _close(rows, rows.mean(dim=0, keepdim=True), tolerance)


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


def break_symmetry(neurons, features, seed):
    before = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features))
    finally:
        torch.set_rng_state(before)
    return (2 * weight - 1) / math.sqrt(features)
