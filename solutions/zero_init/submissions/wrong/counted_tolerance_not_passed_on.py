"""Start several neurons with equal weights, give them the same targets, and see that they stay copies."""

from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    """What one epoch of `trace` saw and did."""

    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    """The gradients of the loss of a network with one hidden layer."""

    hidden: torch.Tensor
    output: torch.Tensor


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
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        home = next((g for g in groups if (rows[g[0]] - row).abs().max() <= tolerance), None)
        if home is None:
            groups.append([neuron])
        else:
            home.append(neuron)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)


if __name__ == "__main__":
    x = torch.tensor([[1.0, 1], [2, 1], [5, 1], [-1, 1]])
    t = torch.tensor([5.0, 8, 17, -1])
    for record in trace(x, t, torch.zeros(3, 2)):
        print(record)
