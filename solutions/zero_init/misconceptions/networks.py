"""More mistakes in `hidden_gradients`: another activation, one output weight for all."""

from __future__ import annotations

import torch

from .hidden_gradients import Gradients, hidden_slopes, wrong_hidden


@wrong_hidden(
    "It looks as if the hidden layer had no activation. Look at what stands between the two weights in the assignment."
)
def no_activation(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    hidden = inputs @ hidden_weight.T
    slope = 2 * (hidden @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * output_weight).T @ inputs, slope.T @ hidden


@wrong_hidden(
    "It looks as if ReLU were the activation of the hidden layer. Look at which function the assignment names."
)
def relu_for_tanh(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    hidden = (inputs @ hidden_weight.T).relu()
    slope = 2 * (hidden @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * output_weight * (hidden > 0)).T @ inputs, slope.T @ hidden


@wrong_hidden(
    "It looks as if the sigmoid were the activation of the hidden layer. Look at which function the assignment names."
)
def sigmoid_for_tanh(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    hidden = (inputs @ hidden_weight.T).sigmoid()
    slope = 2 * (hidden @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * output_weight * hidden * (1 - hidden)).T @ inputs, slope.T @ hidden


@wrong_hidden(
    "It looks as if all hidden neurons used the output weight of the first one. Look at which output weight belongs to "
    "which row of the gradient."
)
def first_output_weight_for_all(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    right = hidden_slopes(inputs, targets, hidden_weight, output_weight)
    activation = torch.tanh(inputs @ hidden_weight.T)
    slope = 2 * (activation @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * output_weight[:, :1] * (1 - activation.square())).T @ inputs, right[1]
