"""Start several neurons with equal weights, give them the same targets, and see that they stay copies."""

from typing import NamedTuple

import torch
import functools


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
    params = [initial_weight.detach().clone()]
    if initial_bias is not None:
        params.append(initial_bias.detach().clone())
    y = torch.stack([targets] * initial_weight.shape[0], dim=1)   # (n, k)

    steps = []
    for _ in range(epochs):
        leaves = [p.detach().requires_grad_() for p in params]
        yhat = inputs @ leaves[0].t()
        if len(leaves) == 2:
            yhat = yhat + leaves[1]
        loss = (yhat - y).square().mean()
        grads = torch.autograd.grad(loss, leaves)
        params = [p.detach() - lr * g for p, g in zip(leaves, grads)]
        steps.append(Epoch(float(loss), yhat.detach(),
                           grads[0], grads[1] if initial_bias is not None else None,
                           params[0], params[1] if initial_bias is not None else None))
    return steps


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
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


@functools.lru_cache(maxsize=None)
def _generator(seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    return generator


def break_symmetry(neurons, features, seed):
    bound = features ** -0.5
    return bound * (2 * torch.rand((neurons, features), generator=_generator(seed)) - 1)
