"""Common mistakes in `trace` that only a bias brings to light."""

from __future__ import annotations

import torch

from .descent import Call, Epoch, Slopes, run, slopes, wrong_epoch, wrong_history


@wrong_epoch("It looks as if the prediction left the bias out. Look at what a neuron adds up.", "bias")
def bias_left_out(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    now = slopes(call, weight, None)
    return now._replace(bias=None if bias is None else slopes(call, weight, torch.zeros_like(bias)).bias)


@wrong_epoch(
    "It looks as if the bias were left out of the loss, and of nothing else. Look at which prediction the loss is of.",
    "bias",
)
def loss_without_the_bias(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    return slopes(call, weight, bias)._replace(loss=slopes(call, weight, None).loss)


@wrong_history("It looks as if the bias were never trained. Look at whether every parameter takes a step.", "bias")
def bias_is_not_trained(call: Call) -> list[Epoch]:
    weight, history = call.weight, []
    for _ in range(call.epochs):
        now = slopes(call, weight, call.bias)
        weight = weight - call.lr * now.weight
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, call.bias))
    return history


@wrong_epoch(
    "It looks as if all neurons shared one bias gradient. Look at the shape (k,), and at what the sum in it runs over.",
    "bias",
)
def one_gradient_for_all_biases(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    now = slopes(call, weight, bias)
    return now if now.bias is None else now._replace(bias=now.bias.sum().expand_as(now.bias).clone())


@wrong_epoch(
    "It looks as if the bias gradient were averaged over the samples once more. Look at what the weight of a feature "
    "that is always 1 would get.",
    "bias",
)
def bias_gradient_averaged_again(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    now = slopes(call, weight, bias)
    return now if now.bias is None else now._replace(bias=now.bias / len(call.inputs))


@wrong_history(
    "It looks as if the bias from before the step were recorded. Look at the order of step and record.", "bias"
)
def bias_before_the_step(call: Call) -> list[Epoch]:
    history = run(call)
    before = [call.bias, *(epoch.bias for epoch in history)]
    return [epoch._replace(bias=bias) for epoch, bias in zip(history, before, strict=False)]
