"""Common mistakes in `hidden_gradients`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from autograder import Misconception, misconception

Gradients = tuple[torch.Tensor, torch.Tensor]  # with respect to hidden_weight and output_weight


def right_derivative(activation: torch.Tensor) -> torch.Tensor:
    """The slope of tanh where its value is `activation`."""
    return 1 - activation.square()


def hidden_slopes(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden_weight: torch.Tensor,
    output_weight: torch.Tensor,
    *,
    activate: Callable[[torch.Tensor], torch.Tensor] = torch.tanh,
    derivative: Callable[[torch.Tensor], torch.Tensor] = right_derivative,
    factor: float = 2.0,
) -> Gradients:
    """Both gradients, with an activation, derivative or factor that may be wrong."""
    activation = activate(inputs @ hidden_weight.T)
    slope = factor * (activation @ output_weight.T - targets[:, None]) / len(targets)
    steepness = derivative(activation)
    return (slope * output_weight * steepness).T @ inputs, slope.T @ activation


def wrong_hidden(
    hint: str, ways: Sequence[Mapping[str, Any]] = ({},)
) -> Callable[[Callable[..., Gradients]], Misconception]:
    """Turn a function into a model of `hidden_gradients`."""
    return misconception("hidden_gradients", part="hidden_gradients", hint=hint, ways=ways)


@wrong_hidden(
    "It looks as if the derivative of tanh were missing. Look at the chain rule, link by link, from the loss to a "
    "hidden weight."
)
def activation_derivative_missing(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=torch.ones_like)


@wrong_hidden(
    "It looks as if the derivative were that of the sigmoid. Look at how the slope of tanh follows from its value."
)
def derivative_of_the_sigmoid(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=lambda a: a * (1 - a))


@wrong_hidden("It looks as if the derivative were 1 - a. Look at how the slope of tanh follows from its value a.")
def square_missing_in_the_derivative(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=lambda a: 1 - a)


@wrong_hidden(
    "It looks as if tanh were taken once more in its derivative, of what is an activation already. Look at what 1 - "
    "tanh(z)^2 is, if a is tanh(z)."
)
def derivative_at_the_activation(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(
        inputs, targets, hidden_weight, output_weight, derivative=lambda a: right_derivative(torch.tanh(a))
    )


@wrong_hidden("It looks as if the derivative were 1 + a^2. Look at the slope of tanh where it is flat: is it above 1?")
def sign_in_the_derivative(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, derivative=lambda a: 1 + a.square())


@wrong_hidden(
    "It looks as if the output weights were missing in the hidden gradient. Look at the way from a hidden neuron to "
    "the prediction."
)
def output_weight_left_out(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    output = hidden_slopes(inputs, targets, hidden_weight, output_weight)[1]
    activation = torch.tanh(inputs @ hidden_weight.T)
    slope = 2 * (activation @ output_weight.T - targets[:, None]) / len(targets)
    return (slope * (1 - activation.square())).T @ inputs, output


@wrong_hidden("It looks as if the squared errors were summed, not averaged.")
def summed_squares(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, factor=2.0 * len(targets))


@wrong_hidden("It looks as if both gradients were half as large as they should be. Look at the derivative of a square.")
def factor_two_missing(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    return hidden_slopes(inputs, targets, hidden_weight, output_weight, factor=1.0)


@wrong_hidden(
    "It looks as if predictions of shape (n, 1) met targets of shape (n,), which broadcasts to (n, n) without an "
    "error. Look at the shape of their difference."
)
def predictions_against_all_targets(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Gradients:
    mean = targets.mean().expand_as(targets)  # what the mean over all n*n differences amounts to
    return hidden_slopes(inputs, mean, hidden_weight, output_weight)


@wrong_hidden(
    "It looks as if what goes into tanh were limited before. Look at a hidden neuron whose sum is large: what tanh "
    "makes of it, and how steep it is there.",
    ways=[{"most": most, "by_autograd": by} for most in (1.0, 2.0, 3.0, 5.0) for by in (True, False)],
)
def sums_are_limited(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden_weight: torch.Tensor,
    output_weight: torch.Tensor,
    most: float,
    by_autograd: bool,
) -> Gradients:
    def limited(sums: torch.Tensor) -> torch.Tensor:
        return torch.tanh(sums.clamp(-most, most))

    # For autograd nothing beyond the limit has a slope.
    steep = (inputs @ hidden_weight.T).abs() <= most if by_autograd else torch.tensor(True)

    def derivative(activation: torch.Tensor) -> torch.Tensor:
        return right_derivative(activation) * steep

    return hidden_slopes(inputs, targets, hidden_weight, output_weight, activate=limited, derivative=derivative)
