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
    k, d = initial_weight.shape
    layer = torch.nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        layer.weight.copy_(initial_weight)
        if initial_bias is not None:
            layer.bias.copy_(initial_bias)
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    y = targets[:, None].expand(-1, k)

    out = []
    for _ in range(epochs):
        optimizer.zero_grad()
        y_hat = layer(inputs)
        loss = criterion(y_hat, y)
        loss.backward()
        optimizer.step()
        has_bias = layer.bias is not None
        out.append(Epoch(
            loss.item(),
            y_hat.detach(),
            layer.weight.grad.clone(),
            layer.bias.grad.clone() if has_bias else None,
            layer.weight.detach().clone(),
            layer.bias.detach().clone() if has_bias else None,
        ))
    return out


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for index, row in enumerate(rows):
        for group in groups:
            if torch.allclose(rows[group[0]], row, atol=tolerance):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
