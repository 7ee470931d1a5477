from __future__ import annotations
import pandas as pd
from tqdm.auto import trange
import torch
from torch import nn
from typing import NamedTuple, Optional


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


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    layer = nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        layer.weight.copy_(initial_weight)
        if initial_bias is not None:
            layer.bias.copy_(initial_bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    criterion = nn.MSELoss()
    same_targets = targets.unsqueeze(1).expand(-1, k)

    history = []
    for _ in trange(epochs, disable=None):
        prediction = layer(inputs)
        loss = criterion(prediction, same_targets)
        optimizer.zero_grad()
        loss.backward()
        weight_gradient = layer.weight.grad.clone()
        bias_gradient = layer.bias.grad.clone() if layer.bias is not None else None
        optimizer.step()
        history.append(
            Epoch(
                loss.item(),
                prediction.detach(),
                weight_gradient,
                bias_gradient,
                layer.weight.detach().clone(),
                layer.bias.detach().clone() if layer.bias is not None else None,
            )
        )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if (rows[group[0]] - row).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.clone().requires_grad_(True)
    output = output_weight.clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = nn.functional.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(seed)
    bound = features**-0.5
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound


steps = trace(torch.tensor([[1.0, 2.0]]), torch.tensor([3.0]), torch.zeros(2, 2))
table = pd.DataFrame({"loss": [step.loss for step in steps]})
print(table.describe().to_string())
table.to_csv("losses.csv")
