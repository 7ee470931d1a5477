"""Assignment 2. Questions 3 and 4 are not done yet."""

from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    """What one epoch of `trace` saw and did, for n samples, d features and k neurons."""

    loss: float  # before the step, mean over all n*k predictions
    prediction: torch.Tensor  # (n, k) before the step
    weight_gradient: torch.Tensor  # (k, d)
    bias_gradient: torch.Tensor | None  # (k,), None for a layer without bias
    weight: torch.Tensor  # (k, d) after the step
    bias: torch.Tensor | None  # (k,) after the step, None without bias


class HiddenGradients(NamedTuple):
    """The gradients of the loss of a network with one hidden layer of h neurons."""

    hidden: torch.Tensor  # (h, d) gradient of the loss by hidden_weight
    output: torch.Tensor  # (1, h) gradient of the loss by output_weight


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    neurons, features = initial_weight.shape
    layer = torch.nn.Linear(features, neurons, bias=initial_bias is not None)
    layer.weight.data = initial_weight.clone()
    if initial_bias is not None:
        layer.bias.data = initial_bias.clone()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    goal = targets[:, None].repeat(1, neurons)
    records = []
    for _ in range(epochs):
        optimizer.zero_grad()
        prediction = layer(inputs)
        loss = torch.nn.functional.mse_loss(prediction, goal)
        loss.backward()
        optimizer.step()
        gw, w = layer.weight.grad.clone(), layer.weight.detach().clone()
        if initial_bias is None:
            gb = b = None
        else:
            gb, b = layer.bias.grad.clone(), layer.bias.detach().clone()
        records.append(Epoch(loss.item(), prediction.detach(), gw, gb, w, b))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if (rows[i] - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    raise NotImplementedError("TODO: compute the gradient of the loss by both weights")
