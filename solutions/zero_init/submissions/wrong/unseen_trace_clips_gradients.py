import collections
import math

import torch
import torch.nn.functional as F
from torch import nn


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = nn.Parameter(initial_weight.detach().clone())
    bias = nn.Parameter(initial_bias.detach().clone()) if initial_bias is not None else None
    params = [p for p in (weight, bias) if p is not None]
    opt = torch.optim.SGD(params, lr=lr)
    y = targets[:, None].expand(len(targets), len(weight))
    hist = []
    for _ in range(epochs):
        opt.zero_grad(set_to_none=True)
        pred = F.linear(inputs, weight, bias)
        loss = F.mse_loss(pred, y)
        loss.backward()
        nn.utils.clip_grad_norm_(params, max_norm=100.0)
        opt.step()
        hist.append(
            Epoch(
                loss=loss.item(),
                prediction=pred.detach(),
                weight_gradient=weight.grad.clone(),
                bias_gradient=bias.grad.clone() if bias is not None else None,
                weight=weight.data.clone(),
                bias=bias.data.clone() if bias is not None else None,
            )
        )
    return hist


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
