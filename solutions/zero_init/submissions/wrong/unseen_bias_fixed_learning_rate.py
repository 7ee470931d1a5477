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


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = nn.Parameter(initial_weight.detach().clone())
    groups = [{"params": [weight], "lr": lr}]
    bias = None
    if initial_bias is not None:
        bias = nn.Parameter(initial_bias.detach().clone())
        groups.append({"params": [bias], "lr": 1e-4})
    sgd = torch.optim.SGD(groups)
    wanted = targets.repeat(len(weight), 1).T
    result = []
    for _ in range(epochs):
        prediction = F.linear(inputs, weight, bias)
        loss = nn.functional.mse_loss(prediction, wanted)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        result.append(
            Epoch(
                loss.item(),
                prediction.detach(),
                weight.grad.clone(),
                bias.grad.clone() if bias is not None else None,
                weight.detach().clone(),
                bias.detach().clone() if bias is not None else None,
            )
        )
    return result


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


class _Net(nn.Module):
    def __init__(self, hidden_weight, output_weight):
        super().__init__()
        self.hidden = nn.Parameter(hidden_weight.detach().clone())
        self.output = nn.Parameter(output_weight.detach().clone())

    def forward(self, x):
        return F.linear(torch.tanh(F.linear(x, self.hidden)), self.output)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    net = _Net(hidden_weight, output_weight)
    nn.MSELoss()(net(inputs), targets.view(-1, 1)).backward()
    return HiddenGradients(net.hidden.grad.detach(), net.output.grad.detach())


def break_symmetry(neurons, features, seed):
    before = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features))
    finally:
        torch.set_rng_state(before)
    return (2 * weight - 1) / math.sqrt(features)
