"""Start several neurons with equal weights, give them the same targets, and see that they stay copies."""

from typing import NamedTuple

import torch


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
    """Stochastic gradient descent, one record per epoch."""
    n, k = len(inputs), len(initial_weight)
    weight = initial_weight.clone()
    bias = None if initial_bias is None else initial_bias.clone()
    records = []

    def forward(x):
        return x @ weight.T if bias is None else x @ weight.T + bias

    for _ in range(epochs):
        prediction = forward(inputs)
        loss = ((prediction - targets[:, None]) ** 2).mean()
        weight_gradient = torch.zeros_like(weight)
        bias_gradient = None if bias is None else torch.zeros_like(bias)
        for x, y in zip(inputs, targets):
            residual = forward(x) - y                            # (k,)
            gradient = 2 * torch.outer(residual, x) / (n * k)    # share of this sample
            weight_gradient = weight_gradient + gradient
            weight = weight - lr * gradient
            if bias is not None:
                bias_gradient = bias_gradient + 2 * residual / (n * k)
                bias = bias - lr * 2 * residual / (n * k)
        records.append(Epoch(loss.item(), prediction, weight_gradient, bias_gradient, weight, bias))
    return records


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
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (2 * torch.rand(neurons, features, generator=g) - 1) / features ** 0.5


if __name__ == "__main__":
    x = torch.tensor([[1.0, 1], [2, 1], [5, 1], [-1, 1]])
    t = torch.tensor([5.0, 8, 17, -1])
    for record in trace(x, t, torch.zeros(3, 2)):
        print(record)
