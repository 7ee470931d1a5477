import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


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


def _key(row, tolerance):
    return tuple(round(value / tolerance) for value in row.tolist())


def symmetry_groups(rows, tolerance=1e-6):
    # O(k): one dictionary look-up for each neuron, no pairwise comparison needed
    groups = {}
    for i, row in enumerate(rows):
        groups.setdefault(_key(row, tolerance), []).append(i)
    return list(groups.values())


def is_symmetric(rows, tolerance=1e-6):
    return len({_key(row, tolerance) for row in rows}) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)            # (n, h)
    r = a @ output_weight.T - targets.reshape(-1, 1)    # (n, 1)
    g_out = 2 / n * r.T @ a                             # (1, h)
    delta = r * output_weight * (1 - a ** 2)            # (n, h)
    g_hid = 2 / n * delta.T @ inputs                    # (h, d)
    return HiddenGradients(g_hid, g_out)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (2 * torch.rand(neurons, features, generator=g) - 1) / features ** 0.5
