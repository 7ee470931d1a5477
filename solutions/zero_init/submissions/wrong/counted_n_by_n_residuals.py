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
    for i in range(len(rows)):
        for group in groups:
            if ((rows[i] - rows[group[0]]).abs() <= tolerance).all():
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    w1 = hidden_weight.clone().requires_grad_()
    w2 = output_weight.clone().requires_grad_()
    pred = torch.tanh(inputs @ w1.T) @ w2.T
    loss = torch.mean(torch.square(pred - targets))
    g1, g2 = torch.autograd.grad(loss, [w1, w2])
    return HiddenGradients(g1, g2)


def break_symmetry(neurons, features, seed):
    g = torch.Generator().manual_seed(seed)
    return (2 * torch.rand(neurons, features, generator=g) - 1) / features ** 0.5


if __name__ == "__main__":
    x = torch.tensor([[1.0, 1], [2, 1], [5, 1], [-1, 1]])
    t = torch.tensor([5.0, 8, 17, -1])
    for record in trace(x, t, torch.zeros(3, 2)):
        print(record)
