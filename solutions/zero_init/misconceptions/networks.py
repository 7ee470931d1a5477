"""More mistakes in `hidden_gradients`: another activation, one output weight for all, something else than gradients."""

from __future__ import annotations

import torch

from autograder import misconception

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
    "It looks as if tanh were applied to the output, too. Look at what stands between the output weights and the "
    "prediction."
)
def tanh_at_the_output(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    activation = torch.tanh(inputs @ hidden_weight.T)
    prediction = torch.tanh(activation @ output_weight.T)
    slope = 2 * (prediction - targets[:, None]) / len(targets) * (1 - prediction.square())
    return (slope * output_weight * (1 - activation.square())).T @ inputs, slope.T @ activation


@misconception(
    "hidden_gradients",
    part="hidden_gradients",
    hint="It looks as if weights came back, after a step along the gradients. Look at what the function is asked for.",
    ways=[{"lr": lr} for lr in (1e-4, 1e-3, 1e-2, 0.1)],
)
def weights_for_gradients(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor, lr: float
) -> Gradients:
    hidden, output = hidden_slopes(inputs, targets, hidden_weight, output_weight)
    return hidden_weight - lr * hidden, output_weight - lr * output


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
