import random
from dataclasses import dataclass
from typing import Optional

import torch


@dataclass
class Epoch:
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: Optional[torch.Tensor]
    weight: torch.Tensor
    bias: Optional[torch.Tensor]


@dataclass
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor


def break_symmetry(neurons, features, seed):
    rng = random.Random(seed)
    limit = features ** -0.5
    return torch.tensor([[rng.uniform(-limit, limit) for _ in range(features)] for _ in range(neurons)])


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def symmetry_groups(rows, tolerance=1e-6):
    close = (rows[:, None, :] - rows[None, :, :]).abs().amax(dim=2) <= tolerance
    seen, groups = set(), []
    for i in range(rows.shape[0]):
        if i not in seen:
            members = [j for j in close[i].nonzero().flatten().tolist() if j not in seen]
            seen.update(members)
            groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[:1]).abs() <= tolerance).all())


def _residual(prediction, targets):
    try:
        return prediction - targets
    except RuntimeError:
        return prediction - targets.unsqueeze(-1)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight, bias = initial_weight.detach(), initial_bias.detach() if initial_bias is not None else None
    history = []
    for _ in range(epochs):
        weight = weight.clone().requires_grad_()
        leaves = [weight]
        prediction = inputs @ weight.T
        if bias is not None:
            bias = bias.clone().requires_grad_()
            leaves.append(bias)
            prediction = prediction + bias
        loss = _residual(prediction, targets).square().mean()
        grads = torch.autograd.grad(loss, leaves)
        weight = weight.detach() - lr * grads[0]
        if bias is not None:
            bias = bias.detach() - lr * grads[1]
        history.append(
            Epoch(loss.item(), prediction.detach(), grads[0], grads[1] if bias is not None else None, weight, bias)
        )
    return history
