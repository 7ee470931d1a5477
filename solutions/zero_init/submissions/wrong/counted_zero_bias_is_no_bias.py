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
    with_bias = initial_bias is not None and bool(initial_bias.any())
    net = torch.nn.Linear(d, k, bias=with_bias)
    net.weight.data.copy_(initial_weight)
    if with_bias:
        net.bias.data.copy_(initial_bias)

    y = targets.unsqueeze(-1).repeat(1, k)
    sgd = torch.optim.SGD(net.parameters(), lr)
    epochs_list = []
    for _ in range(epochs):
        sgd.zero_grad()
        out = net(inputs)
        loss = ((out - y) ** 2).mean()
        loss.backward()
        sgd.step()
        epochs_list.append(
            Epoch(
                loss.item(),
                out.detach(),
                net.weight.grad.detach().clone(),
                net.bias.grad.detach().clone() if with_bias else None,
                net.weight.detach().clone(),
                net.bias.detach().clone() if with_bias else None,
            )
        )
    return epochs_list


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
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
