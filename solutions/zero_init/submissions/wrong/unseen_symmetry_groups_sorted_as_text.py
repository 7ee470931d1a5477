from typing import NamedTuple

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


def symmetry_groups(rows, tolerance=1e-6):
    table = {}
    for i in range(rows.shape[0]):
        for name in table:
            if torch.all(torch.abs(rows[i] - rows[int(name)]) <= tolerance):
                table[name].append(i)
                break
        else:
            table[f"{i}"] = [i]
    return [members for _, members in sorted(table.items())]


def is_symmetric(rows, tolerance=1e-6):
    return bool(torch.all(torch.abs(rows - rows[0]) <= tolerance))


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
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.empty(neurons, features).uniform_(-1, 1) / features ** 0.5
