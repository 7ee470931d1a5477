import math
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn


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


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(int(seed))
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if (row - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


TOLERANCE = 3e-3


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    model = nn.Linear(d, k, bias=initial_bias is not None)
    model.load_state_dict(
        {"weight": initial_weight} if initial_bias is None else {"weight": initial_weight, "bias": initial_bias}
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss_fn = nn.MSELoss()
    y = targets.unsqueeze(1).repeat(1, k)
    log = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        y_hat = model(inputs)
        loss = loss_fn(y_hat, y)
        loss.backward()
        gb = model.bias.grad.clone() if model.bias is not None else None
        gw = model.weight.grad.clone()
        optimizer.step()
        b = model.bias.detach().clone() if model.bias is not None else None
        log.append(Epoch(loss.item(), y_hat.detach(), gw, gb, model.weight.detach().clone(), b))
        if loss.item() < TOLERANCE:
            break
    return log
