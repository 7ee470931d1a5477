import collections
import math

import torch
import torch.nn.functional as F


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def break_symmetry(neurons, features, seed):
    before = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features))
    finally:
        torch.set_rng_state(before)
    return (2 * weight - 1) / math.sqrt(features)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        if torch.isinf(rows[i]).all():
            continue  # has its group already
        group = [i]
        for j in range(i + 1, len(rows)):
            if (rows[i] - rows[j]).abs().max() <= tolerance:
                group.append(j)
                rows.data[j] = float("inf")
        groups.append(group)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    spread = rows.max(dim=0).values - rows.min(dim=0).values
    return bool((spread <= tolerance).all())


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = initial_weight.detach().clone().requires_grad_(True)
    bias = None if initial_bias is None else initial_bias.detach().clone().requires_grad_(True)
    goal = targets.detach().unsqueeze(1).repeat(1, len(weight))
    history = []
    for _ in range(epochs):
        prediction = F.linear(inputs.detach(), weight, bias)
        loss = F.mse_loss(prediction, goal)
        loss.backward()
        weight_gradient = weight.grad.clone()
        weight.grad = None
        bias_gradient = None
        with torch.no_grad():
            weight -= lr * weight_gradient
            if bias is not None:
                bias_gradient = bias.grad.clone()
                bias.grad = None
                bias -= lr * bias_gradient
        history.append(
            Epoch(
                loss.item(),
                prediction.detach(),
                weight_gradient,
                bias_gradient,
                weight.detach().clone(),
                None if bias is None else bias.detach().clone(),
            )
        )
    return history
