"""Training is a generator of records; trace takes as many as it needs."""
from itertools import islice
from typing import Iterator, NamedTuple

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


def descent(x, y, parameters, lr) -> Iterator[Epoch]:
    while True:
        leaves = [p.detach().requires_grad_() for p in parameters]
        prediction = x @ leaves[0].mT
        if len(leaves) > 1:
            prediction = prediction + leaves[1]
        loss = (prediction - y.unsqueeze(-1)).square().mean()
        gradients = torch.autograd.grad(loss, leaves)
        parameters = [(p - lr * g).detach() for p, g in zip(leaves, gradients)]
        pad = (None,) * (2 - len(leaves))
        gw, gb = (*gradients, *pad)
        w, b = (*parameters, *pad)
        yield Epoch(loss.detach(), prediction.detach(), gw, gb, w, b)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    start = [p.detach().clone() for p in (initial_weight, initial_bias) if p is not None]
    return list(islice(descent(inputs.detach(), targets.detach(), start, lr), epochs))


def _groups(indices, rows, tolerance):
    while indices:
        head = indices[0]
        mine = [i for i in indices if torch.dist(rows[head], rows[i], p=float("inf")) <= tolerance]
        yield mine
        indices = [i for i in indices if i not in mine]


def symmetry_groups(rows, tolerance=1e-6):
    return tuple(_groups(list(range(len(rows))), rows.detach(), tolerance))


def is_symmetric(rows, tolerance=1e-6):
    groups = _groups(list(range(len(rows))), rows.detach(), tolerance)
    next(groups)
    return next(groups, None) is None


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    def per_sample():
        for x, t in zip(inputs.detach(), targets.detach()):
            a = torch.tanh(hidden_weight.detach() @ x)
            r = output_weight.detach()[0] @ a - t
            yield r * torch.outer(output_weight.detach()[0] * (1 - a * a), x), r * a[None]

    hidden, output = zip(*per_sample())
    return HiddenGradients(2 * torch.stack(hidden).mean(dim=0), 2 * torch.stack(output).mean(dim=0))


def break_symmetry(neurons, features, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    while True:
        w = torch.empty(neurons, features).uniform_(-1, 1, generator=g) / features ** 0.5
        if len(torch.unique(w, dim=0)) == neurons:
            return w
