"""Mistakes that many make in zero_init, as wrong models: what each was probably, and what to look at.

Those of `trace` are the right loop with a wrong epoch (`wrong_epoch`) or with wrong records (`wrong_history`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import torch

from autograder.misconceptions import Misconception, misconception


class Epoch(NamedTuple):
    """What `trace` keeps of an epoch."""

    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class Call(NamedTuple):
    """What `trace` is called with."""

    inputs: torch.Tensor
    targets: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor | None
    lr: float
    epochs: int


class Slopes(NamedTuple):
    """Loss, prediction and gradients of one epoch."""

    loss: float
    prediction: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor | None


def slopes(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    """The right ones, to be spoilt."""
    prediction = call.inputs @ weight.T if bias is None else call.inputs @ weight.T + bias
    residual = prediction - call.targets[:, None]
    slope = 2 * residual / residual.numel()
    return Slopes(
        residual.square().mean().item(), prediction, slope.T @ call.inputs, None if bias is None else slope.sum(dim=0)
    )


def run(call: Call, slopes_of: Callable[..., Slopes] = slopes) -> list[Epoch]:
    """Descend by gradients that may be wrong."""
    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes_of(call, weight, bias)
        weight = weight - call.lr * now.weight
        if bias is not None and now.bias is not None:
            bias = bias - call.lr * now.bias
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, bias))
    return history


def wrong_history(
    hint: str, part: str = "trace", ways: Sequence[Mapping[str, Any]] = ({},)
) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a function of a `Call` a model of `trace`."""

    def decorate(model: Callable[..., Any]) -> Misconception:
        def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2, **way):
            return model(Call(inputs, targets, initial_weight, initial_bias, lr, epochs), **way)

        trace.__name__ = model.__name__
        return misconception("trace", part=part, hint=hint, ways=ways)(trace)

    return decorate


def wrong_epoch(hint: str, part: str = "trace") -> Callable[[Callable[..., Slopes]], Misconception]:
    """The right loop around wrong losses, predictions or gradients."""

    def decorate(slopes_of: Callable[..., Slopes]) -> Misconception:
        def model(call: Call) -> list[Epoch]:
            return run(call, slopes_of)

        model.__name__ = slopes_of.__name__
        return wrong_history(hint, part)(model)

    return decorate


def scaled(now: Slopes, loss: float, gradient: float) -> Slopes:
    """With loss and gradients times a factor each."""
    bias = None if now.bias is None else now.bias * gradient
    return now._replace(loss=now.loss * loss, weight=now.weight * gradient, bias=bias)


# --- trace ---


@wrong_epoch(
    "It looks as if squared errors were summed up over all predictions, where their mean is meant. Look at how the "
    "loss changes with the number of neurons."
)
def sum_for_mean(call, weight, bias):
    now = slopes(call, weight, bias)
    return scaled(now, now.prediction.numel(), now.prediction.numel())


@wrong_epoch(
    "It looks as if the mean ran over the samples alone. Look at how many predictions the loss is a mean of, when "
    "there are several neurons."
)
def mean_over_samples_only(call, weight, bias):
    return scaled(slopes(call, weight, bias), len(weight), len(weight))


@wrong_epoch(
    "It looks as if the loss were a mean over all predictions, and the gradient one over the samples alone. Look at "
    "what the gradient is the derivative of."
)
def gradient_of_another_mean(call, weight, bias):
    return scaled(slopes(call, weight, bias), 1, len(weight))


@wrong_epoch("It looks as if the gradients were half of what they should be. Look at the derivative of a square.")
def missing_factor_two(call, weight, bias):
    return scaled(slopes(call, weight, bias), 1, 0.5)


@wrong_epoch("It looks as if the loss were half the mean squared error. Look at what this assignment calls the loss.")
def half_the_squared_error(call, weight, bias):
    return scaled(slopes(call, weight, bias), 0.5, 0.5)


@wrong_history(
    "It looks as if gradients of earlier epochs were added to those of later ones. Look at what the gradient holds at "
    "the start of the second epoch, before it is computed."
)
def gradients_accumulate(call):
    total: list[Any] = [0.0, 0.0]

    def summed(call, weight, bias):
        now = slopes(call, weight, bias)
        total[0] = total[0] + now.weight
        total[1] = None if now.bias is None else total[1] + now.bias
        return now._replace(weight=total[0], bias=total[1])

    return run(call, summed)


@wrong_history(
    "It looks as if the weight were kept as it was before the step. Look at the order of step and record, and at what "
    "the assignment says of each field.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def weight_before_the_step(call, bias_too):
    history = run(call)
    before = [(call.weight, call.bias), *((epoch.weight, epoch.bias) for epoch in history)]
    return [
        epoch._replace(weight=weight, bias=bias if bias_too else epoch.bias)
        for epoch, (weight, bias) in zip(history, before, strict=False)
    ]


@wrong_history(
    "It looks as if prediction and loss were computed after the step. Look at what the very first prediction should be."
)
def loss_after_the_step(call):
    history = run(call._replace(epochs=call.epochs + 1))
    return [
        epoch._replace(loss=after.loss, prediction=after.prediction) for epoch, after in itertools.pairwise(history)
    ]


@wrong_history(
    "It looks as if all records held one and the same weight, that of the last epoch. Look at what happens to a tensor "
    "in the list when the next step is taken in it.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def all_records_share_a_weight(call, bias_too):
    history = run(call)
    return [
        epoch._replace(weight=history[-1].weight, bias=(history[-1] if bias_too else epoch).bias) for epoch in history
    ]


@wrong_history(
    "It looks as if all records held one and the same gradient, that of the last epoch. Look at what happens to a "
    "tensor in the list when the next gradient is computed in it.",
    ways=({"bias_too": False}, {"bias_too": True}),
)
def all_records_share_a_gradient(call, bias_too):
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
def start_changed_in_place(call):
    history = run(call)
    if history:
        call.weight.copy_(history[-1].weight)
    return history


@wrong_history(
    "It looks as if there were an epoch too few. Look at the first and the last number that the loop counts."
)
def one_epoch_too_few(call):
    return run(call._replace(epochs=call.epochs - 1))


@wrong_history(
    "It looks as if there were an epoch too many. Look at the first and the last number that the loop counts."
)
def one_epoch_too_many(call):
    return run(call._replace(epochs=call.epochs + 1))


# --- trace with a bias ---


@wrong_epoch("It looks as if the prediction left the bias out. Look at what a neuron adds up.", "bias")
def bias_left_out(call, weight, bias):
    now = slopes(call, weight, None)
    return now._replace(bias=None if bias is None else slopes(call, weight, torch.zeros_like(bias)).bias)


@wrong_history("It looks as if the bias stayed as it was given. Look at whether every parameter takes a step.", "bias")
def bias_is_not_trained(call):
    weight, history = call.weight, []
    for _ in range(call.epochs):
        now = slopes(call, weight, call.bias)
        weight = weight - call.lr * now.weight
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, call.bias))
    return history


@wrong_epoch(
    "It looks as if all neurons had one bias gradient between them. Look at the shape (k,), and over what its sum "
    "runs.",
    "bias",
)
def one_gradient_for_all_biases(call, weight, bias):
    now = slopes(call, weight, bias)
    return now if now.bias is None else now._replace(bias=now.bias.sum().expand_as(now.bias).clone())


@wrong_epoch(
    "It looks as if the bias gradient were a mean over the samples once more. Look at what the weight of a feature "
    "that is always 1 would get.",
    "bias",
)
def bias_gradient_averaged_again(call, weight, bias):
    now = slopes(call, weight, bias)
    return now if now.bias is None else now._replace(bias=now.bias / len(call.inputs))


@wrong_history(
    "It looks as if the bias were kept as it was before the step. Look at the order of step and record.", "bias"
)
def bias_before_the_step(call):
    history = run(call)
    before = [call.bias, *(epoch.bias for epoch in history)]
    return [epoch._replace(bias=bias) for epoch, bias in zip(history, before, strict=False)]


# --- symmetry_groups and is_symmetric ---


def grouped(rows: torch.Tensor, alike: Callable[[torch.Tensor, torch.Tensor], bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        for group in groups:
            if alike(row, rows[group[0]]):
                group.append(neuron)
                break
        else:
            groups.append([neuron])
    return groups


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if rows counted as copies only when they are equal to the last bit. Look at the tolerance.",
)
def groups_of_exact_copies(rows, tolerance=1e-6):
    return grouped(rows, torch.equal)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if differences of rows were added up before they were compared with the tolerance. Look at what "
    "the assignment says of every entry, and at differences of either sign.",
)
def groups_by_summed_difference(rows, tolerance=1e-6):
    return grouped(rows, lambda one, other: bool((one - other).sum().abs() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if rows were compared by their distance. Look at what the assignment says of every entry.",
)
def groups_by_distance(rows, tolerance=1e-6):
    return grouped(rows, lambda one, other: bool((one - other).norm() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the difference were compared without its absolute value. Look at two rows of which the "
    "second is far below the first.",
)
def groups_without_absolute_value(rows, tolerance=1e-6):
    return grouped(rows, lambda one, other: bool((one - other).max() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if neurons without a copy were left out. Look at whether every neuron is in some group.",
)
def lone_neurons_left_out(rows, tolerance=1e-6):
    groups = grouped(rows, lambda one, other: bool((one - other).abs().max() <= tolerance))
    return [group for group in groups if len(group) > 1]


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if a neuron were compared only with the one before it. Look at copies with another neuron "
    "between them.",
)
def groups_of_neighbours(rows, tolerance=1e-6):
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        if groups and (row - rows[neuron - 1]).abs().max() <= tolerance:
            groups[-1].append(neuron)
        else:
            groups.append([neuron])
    return groups


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if only the first two neurons were compared. Look at a layer whose third neuron differs.",
)
def only_two_neurons_compared(rows, tolerance=1e-6):
    return bool((rows[:2] - rows[0]).abs().max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if neurons counted as copies only when they are equal to the last bit. Look at the tolerance.",
)
def symmetric_only_if_exact(rows, tolerance=1e-6):
    return bool((rows == rows[0]).all())


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the difference were compared without its absolute value. Look at a neuron far below the "
    "first.",
)
def symmetric_without_absolute_value(rows, tolerance=1e-6):
    return bool((rows - rows[0]).max() <= tolerance)


# --- hidden_gradients ---


def hidden_slopes(inputs, targets, hidden_weight, output_weight, *, activate=torch.tanh, derivative=None, factor=2.0):
    """Both gradients, with a wrong activation, derivative or factor."""
    activation = activate(inputs @ hidden_weight.T)
    slope = factor * (activation @ output_weight.T - targets[:, None]) / len(targets)
    steepness = 1 - activation.square() if derivative is None else derivative(activation)
    return (slope * output_weight * steepness).T @ inputs, slope.T @ activation


def wrong_hidden(hint: str) -> Callable[[Callable[..., Any]], Misconception]:
    return misconception("hidden_gradients", part="hidden_gradients", hint=hint)


@wrong_hidden(
    "It looks as if the derivative of tanh were missing. Look at the chain rule, link by link, from the loss to a "
    "hidden weight."
)
def activation_derivative_missing(inputs, targets, hidden_weight, output_weight):
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=torch.ones_like)


@wrong_hidden(
    "It looks as if the derivative were that of the sigmoid. Look at how the slope of tanh follows from its value."
)
def derivative_of_the_sigmoid(inputs, targets, hidden_weight, output_weight):
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=lambda a: a * (1 - a))


@wrong_hidden("It looks as if the derivative were 1 - a. Look at how the slope of tanh follows from its value a.")
def square_missing_in_the_derivative(inputs, targets, hidden_weight, output_weight):
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=lambda a: 1 - a)


@wrong_hidden(
    "It looks as if the output weights were missing in the hidden gradient. Look at the way from a hidden neuron to "
    "the prediction."
)
def output_weight_left_out(inputs, targets, hidden_weight, output_weight):
    output = hidden_slopes(inputs, targets, hidden_weight, output_weight)[1]
    activation = torch.tanh(inputs @ hidden_weight.T)
    slope = 2 * (activation @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * (1 - activation.square())).T @ inputs, output


@wrong_hidden("It looks as if squared errors were summed up, where their mean is meant.")
def summed_squares(inputs, targets, hidden_weight, output_weight):
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, factor=2.0 * len(targets))


@wrong_hidden("It looks as if both gradients were half of what they should be. Look at the derivative of a square.")
def factor_two_missing(inputs, targets, hidden_weight, output_weight):
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, factor=1.0)


@wrong_hidden(
    "It looks as if predictions of shape (n, 1) met targets of shape (n,), which broadcasts to (n, n) without an "
    "error. Look at the shape of their difference."
)
def predictions_against_all_targets(inputs, targets, hidden_weight, output_weight):
    mean = targets.mean().expand_as(targets)  # what the mean over all n*n differences amounts to
    return hidden_slopes(inputs, mean, hidden_weight, output_weight)


# --- break_symmetry ---


def wrong_start(hint: str) -> Callable[[Callable[..., Any]], Misconception]:
    return misconception("break_symmetry", part="break_symmetry", hint=hint)


@wrong_start("It looks as if the global generator were seeded. Look at what torch.rand gives after the call.")
def global_seed(neurons, features, seed):
    torch.manual_seed(seed)
    return (2 * torch.rand(neurons, features) - 1) / features**0.5


@wrong_start(
    "It looks as if the weights were drawn between 0 and 1. Look at the bound that the assignment gives, on either "
    "side."
)
def unit_interval(neurons, features, seed):
    return torch.rand(neurons, features, generator=torch.Generator().manual_seed(seed))


@wrong_start(
    "It looks as if the weights were normally distributed. Look at the largest of many: is it within the bound?"
)
def normal_weights(neurons, features, seed):
    return torch.randn(neurons, features, generator=torch.Generator().manual_seed(seed)) / features**0.5


@wrong_start("It looks as if the bound came from the number of neurons. Look at which number the assignment takes.")
def bound_from_neurons(neurons, features, seed):
    return (2 * torch.rand(neurons, features, generator=torch.Generator().manual_seed(seed)) - 1) / neurons**0.5


@wrong_start("It looks as if every seed gave the same weights. Look at where the seed goes.")
def same_for_every_seed(neurons, features, seed):
    return (2 * torch.rand(neurons, features, generator=torch.Generator().manual_seed(0)) - 1) / features**0.5
