"""Common mistakes in `trace`, whether or not there is a bias."""

from __future__ import annotations

import itertools
import math
from typing import Any

import torch

from .descent import Call, Epoch, Slopes, run, scaled, slopes, wrong_epoch, wrong_history


@wrong_epoch(
    "It looks as if the squared errors were summed over all predictions, not averaged. Look at how the loss changes "
    "with the number of neurons."
)
def sum_for_mean(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    now = slopes(call, weight, bias)
    return scaled(now, now.prediction.numel(), now.prediction.numel())


@wrong_epoch(
    "It looks as if the mean were over the samples alone. Look at how many predictions the loss averages when there "
    "are several neurons."
)
def mean_over_samples_only(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    return scaled(slopes(call, weight, bias), len(weight), len(weight))


@wrong_epoch(
    "It looks as if the loss were a mean over all predictions, and the gradient one over the samples alone. Look at "
    "what the gradient is the derivative of."
)
def gradient_of_another_mean(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    return scaled(slopes(call, weight, bias), 1, len(weight))


@wrong_epoch("It looks as if the gradients were half as large as they should be. Look at the derivative of a square.")
def missing_factor_two(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    return scaled(slopes(call, weight, bias), 1, 0.5)


@wrong_epoch("It looks as if the loss were half the mean squared error. Look at what this assignment calls the loss.")
def half_the_squared_error(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    return scaled(slopes(call, weight, bias), 0.5, 0.5)


@wrong_history(
    "It looks as if gradients of earlier epochs were added to those of later ones. Look at what the gradient holds at "
    "the start of the second epoch, before it is computed."
)
def gradients_accumulate(call: Call) -> list[Epoch]:
    total: list[Any] = [0.0, 0.0]

    def summed(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
        now = slopes(call, weight, bias)
        total[0] = total[0] + now.weight
        total[1] = None if now.bias is None else total[1] + now.bias
        return now._replace(weight=total[0], bias=total[1])

    return run(call, summed)


@wrong_history(
    "It looks as if the weight from before the step were recorded. Look at the order of step and record, and at what "
    "the assignment says about each field.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def weight_before_the_step(call: Call, bias_too: bool) -> list[Epoch]:
    history = run(call)
    before = [(call.weight, call.bias), *((epoch.weight, epoch.bias) for epoch in history)]
    return [
        epoch._replace(weight=weight, bias=bias if bias_too else epoch.bias)
        for epoch, (weight, bias) in zip(history, before, strict=False)
    ]


@wrong_history(
    "It looks as if prediction and loss were computed after the step. Look at what the very first prediction should be."
)
def loss_after_the_step(call: Call) -> list[Epoch]:
    history = run(call._replace(epochs=call.epochs + 1))
    return [
        epoch._replace(loss=after.loss, prediction=after.prediction) for epoch, after in itertools.pairwise(history)
    ]


@wrong_history("It looks as if the loss alone were computed after the step. Look at which prediction the loss is of.")
def only_the_loss_after_the_step(call: Call) -> list[Epoch]:
    history = run(call._replace(epochs=call.epochs + 1))
    return [epoch._replace(loss=after.loss) for epoch, after in itertools.pairwise(history)]


@wrong_history(
    "It looks as if the prediction alone were computed after the step. Look at what the very first one should be."
)
def only_the_prediction_after_the_step(call: Call) -> list[Epoch]:
    history = run(call._replace(epochs=call.epochs + 1))
    return [epoch._replace(prediction=after.prediction) for epoch, after in itertools.pairwise(history)]


@wrong_history(
    "It looks as if all records held one and the same weight, that of the last epoch. Look at what happens to a tensor "
    "in the list when the next step changes it in place.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def all_records_share_a_weight(call: Call, bias_too: bool) -> list[Epoch]:
    history = run(call)
    return [
        epoch._replace(weight=history[-1].weight, bias=(history[-1] if bias_too else epoch).bias) for epoch in history
    ]


@wrong_history(
    "It looks as if all records held one and the same gradient, that of the last epoch. Look at what happens to a "
    "tensor in the list when the next gradient is written into it.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def all_records_share_a_gradient(call: Call, bias_too: bool) -> list[Epoch]:
    history = run(call)
    return [
        epoch._replace(
            weight_gradient=history[-1].weight_gradient,
            bias_gradient=(history[-1] if bias_too else epoch).bias_gradient,
        )
        for epoch in history
    ]


@wrong_history(
    "It looks as if the steps were taken in the initial weight itself. Look at what the caller's tensor holds after "
    "the call."
)
def start_changed_in_place(call: Call) -> list[Epoch]:
    history = run(call)
    if history:
        call.weight.copy_(history[-1].weight)
    return history


@wrong_history(
    "It looks as if there were one epoch too few. Look at the first and the last number that the loop counts."
)
def one_epoch_too_few(call: Call) -> list[Epoch]:
    return run(call._replace(epochs=call.epochs - 1))


@wrong_history(
    "It looks as if there were one epoch too many. Look at the first and the last number that the loop counts."
)
def one_epoch_too_many(call: Call) -> list[Epoch]:
    return run(call._replace(epochs=call.epochs + 1))


@wrong_history(
    "It looks as if the run ended at a loss that was not finite. Look at how many records the assignment asks for, "
    "whatever stands in them."
)
def ends_at_an_infinite_loss(call: Call) -> list[Epoch]:
    history = run(call)
    finite = [math.isfinite(epoch.loss) for epoch in history]
    return history if all(finite) else history[: finite.index(False)]


@wrong_history(
    "It looks as if there were a number of epochs that is never exceeded. Look at a call that asks for many.",
    ways=({"most": 100}, {"most": 50}, {"most": 20}),
)
def epochs_are_limited(call: Call, most: int) -> list[Epoch]:
    return run(call._replace(epochs=min(call.epochs, most)))
