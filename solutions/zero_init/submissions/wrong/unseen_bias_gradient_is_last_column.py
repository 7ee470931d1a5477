import collections
import math

import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = initial_weight.detach().clone()
    bias = None if initial_bias is None else initial_bias.detach().clone()
    history = []
    for _ in range(epochs):
        weight.requires_grad_(True)
        prediction = inputs.detach() @ weight.T
        if bias is not None:
            prediction = prediction + bias
        loss = torch.mean((prediction - targets.detach()[:, None]) ** 2)
        weight_gradient = torch.autograd.grad(loss, weight)[0]
        weight = (weight - lr * weight_gradient).detach()
        bias_gradient = None
        if bias is not None:
            bias_gradient = weight_gradient[:, -1].clone()  # the gradient of the feature that is 1
            bias = bias - lr * bias_gradient
        history.append(Epoch(loss.item(), prediction.detach(), weight_gradient, bias_gradient, weight.clone(), bias))
    return history


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
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def break_symmetry(neurons, features, seed):
    before = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features))
    finally:
        torch.set_rng_state(before)
    return (2 * weight - 1) / math.sqrt(features)
