"""k separate problems: every neuron is trained on its own, with lr / k."""
import hashlib
import struct
from collections import deque
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


def train_alone(x, y, w, b, lr, epochs, k):
    """Yield (mean squared error, prediction, gradients of a lone neuron / k, new weight and bias)."""
    for _ in range(epochs):
        w = w.clone().requires_grad_(True)
        b = b.clone().requires_grad_(True)
        z = torch.mv(x, w) + b
        loss = torch.nn.functional.mse_loss(z, y)
        gw, gb = (g / k for g in torch.autograd.grad(loss, (w, b)))
        w, b = (w - lr * gw).detach(), (b - lr * gb).detach()
        yield loss.item(), z.detach(), gw, gb, w, b


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    x, y, weight = inputs.detach(), targets.detach(), initial_weight.detach()
    k = weight.shape[0]
    if initial_bias is None:
        runs = [list(_without_bias(x, y, w, lr, epochs, k)) for w in weight]
    else:
        runs = [list(train_alone(x, y, w, b, lr, epochs, k)) for w, b in zip(weight, initial_bias.detach())]
    history = deque()
    for epoch in zip(*runs):
        losses, z, gw, gb, w, b = zip(*epoch)
        history.append(
            Epoch(
                sum(losses) / k,
                torch.stack(z, dim=1),
                torch.stack(gw),
                None if initial_bias is None else torch.stack(gb),
                torch.stack(w),
                None if initial_bias is None else torch.stack(b),
            )
        )
    return history


def _without_bias(x, y, w, lr, epochs, k):
    for _ in range(epochs):
        z = x @ w
        r = z - y
        g = 2 * (r @ x) / (len(y) * k)
        w = w - lr * g
        yield r.dot(r).item() / len(y), z, g, None, w, None


def symmetry_groups(rows, tolerance=1e-6):
    queue = deque(enumerate(rows.detach().unbind()))
    groups = []
    while queue:
        number, row = queue.popleft()
        group, rest = [number], deque()
        for other, candidate in queue:
            if all(abs(float(a) - float(b)) <= tolerance for a, b in zip(row, candidate)):
                group.append(other)
            else:
                rest.append((other, candidate))
        groups.append(group)
        queue = rest
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return symmetry_groups(rows, tolerance)[0] == list(range(len(rows)))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    """Sample by sample; .grad adds up by itself."""
    hidden = torch.nn.Parameter(hidden_weight.detach().clone())
    output = torch.nn.Parameter(output_weight.detach().clone())
    for x, t in zip(inputs.detach(), targets.detach()):
        prediction = output[0] @ torch.tanh(hidden @ x)
        ((prediction - t) ** 2 / len(targets)).backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    """No random state at all: bits of a hash of seed, row and column."""

    def entry(i, j):
        digest = hashlib.sha256(f"{int(seed)}/{i}/{j}".encode()).digest()
        (bits,) = struct.unpack("<Q", digest[:8])
        return (bits / 2 ** 63 - 1) / features ** 0.5

    return torch.tensor([[entry(i, j) for j in range(features)] for i in range(neurons)], dtype=torch.float32)
