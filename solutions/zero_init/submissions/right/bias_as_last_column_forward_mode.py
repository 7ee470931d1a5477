"""A bias is only the weight of a feature that is always 1 -> one code path for both cases.

Gradients by forward-mode differentiation (jacfwd), in float64.
"""
from dataclasses import make_dataclass

import torch
from torch.func import jacfwd, jvp

Epoch = make_dataclass("Epoch", ["loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias"])
HiddenGradients = make_dataclass("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    x, theta = inputs.double(), initial_weight.double()
    d = x.size(1)
    if initial_bias is not None:
        x = torch.cat((x, torch.ones_like(x[:, :1])), dim=1)
        theta = torch.cat((theta, initial_bias.double()[:, None]), dim=1)
    k = theta.size(0)
    y = targets.double().repeat_interleave(k).reshape(-1, k)

    def loss_of(theta):
        return (x @ theta.mT - y).square().mean()

    def split(both):
        both = both.float()
        return both[:, :d], (both[:, d] if initial_bias is not None else None)

    records = []
    for _ in range(epochs):
        slope = jacfwd(loss_of)(theta)
        loss, prediction = loss_of(theta), x @ theta.mT
        theta = theta - lr * slope
        gw, gb = split(slope)
        w, b = split(theta)
        records.append(Epoch(loss, prediction.float(), gw, gb, w, b))
    return tuple(records)


def symmetry_groups(rows, tolerance=1e-6):
    same = ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all(-1)
    first = same.int().argmax(dim=1)         # argmax gives the first True
    return [torch.where(first == f)[0].tolist() for f in first.unique().tolist()]


def is_symmetric(rows, tolerance=1e-6):
    return ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    x, t, v, u = inputs.double(), targets.double(), hidden_weight.double(), output_weight.double()

    def loss_of(v, u):
        return (torch.tanh(x @ v.mT) @ u.mT - t.unsqueeze(1)).square().mean()

    def directions(like):
        return torch.eye(like.numel(), dtype=like.dtype).reshape(-1, *like.shape)

    hidden = [jvp(lambda z: loss_of(z, u), (v,), (e,))[1] for e in directions(v)]
    output = [jvp(lambda z: loss_of(v, z), (u,), (e,))[1] for e in directions(u)]
    return HiddenGradients(torch.stack(hidden).reshape(v.shape).float(), torch.stack(output).reshape(u.shape).float())


def break_symmetry(neurons, features, seed):
    """Random directions of random length <= 1/sqrt(features)."""
    generator = torch.Generator()
    generator.manual_seed(seed)
    direction = torch.nn.functional.normalize(torch.randn(neurons, features, generator=generator), dim=1)
    length = torch.rand(neurons, 1, generator=generator) * 0.8 + 0.1
    return torch.nn.Parameter(direction * length / features**0.5)
