"""Epochs of `trace` that are not plain gradient descent on the mean squared error from the given start."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from autograder import Misconception

from .descent import Call, Epoch, Slopes, run, slopes, wrong_history

_MAY_COST = ("bias",)


def _trace(
    hint: str, ways: Sequence[Mapping[str, Any]] = ({},), part: str = "trace"
) -> Callable[[Callable[..., list[Epoch]]], Misconception]:
    """Turn a function of a `Call` into a model of `trace` that may cost the part about the bias, too."""
    return wrong_history(hint, part, ways, _MAY_COST)


Change = Callable[[torch.Tensor, torch.Tensor, str], torch.Tensor]


def _stepping(call: Call, change: Change) -> list[Epoch]:
    """Descend by changed gradients, which are recorded as they were."""
    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes(call, weight, bias)
        weight_step = change(now.weight, weight, "weight")
        if bias is not None and now.bias is not None:
            bias = bias - call.lr * change(now.bias, bias, "bias")
        weight = weight - call.lr * weight_step
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, bias))
    return history


@_trace(
    "It looks as if steps had momentum: some of the last step is taken again. Look at what plain gradient descent "
    "remembers from one epoch to the next.",
    [{"momentum": momentum} for momentum in (0.9, 0.5, 0.8, 0.99, 0.1, 0.95)],
)
def momentum_in_the_step(call: Call, momentum: float) -> list[Epoch]:
    velocity: dict[str, torch.Tensor] = {}

    def change(slope: torch.Tensor, value: torch.Tensor, name: str) -> torch.Tensor:
        velocity[name] = momentum * velocity.get(name, torch.zeros_like(slope)) + slope
        return velocity[name]

    return _stepping(call, change)


@_trace(
    "It looks as if Adam took the steps: every entry moves by about lr in the first epoch. Look at which optimizer the "
    "assignment asks for."
)
def adam_for_plain_descent(call: Call) -> list[Epoch]:
    moments: dict[str, tuple[torch.Tensor, torch.Tensor, int]] = {}

    def change(slope: torch.Tensor, value: torch.Tensor, name: str) -> torch.Tensor:
        first, second, epoch = moments.get(name, (torch.zeros_like(slope), torch.zeros_like(slope), 0))
        first, second, epoch = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope, epoch + 1
        moments[name] = first, second, epoch
        return first / (1 - 0.9**epoch) / ((second / (1 - 0.999**epoch)).sqrt() + 1e-8)

    return _stepping(call, change)


@_trace(
    "It looks as if the weight decayed: every step also pulls it towards zero. Look at what the loss consists of.",
    [{"decay": decay} for decay in (0.01, 0.1, 1e-3, 0.05, 0.5, 1.0)],
)
def weight_decay_in_the_step(call: Call, decay: float) -> list[Epoch]:
    return _stepping(call, lambda slope, value, name: slope + decay * value)


@_trace(
    "It looks as if steps went up the gradient, so that the loss grows. Look at the sign in front of the learning rate."
)
def steps_uphill(call: Call) -> list[Epoch]:
    return _stepping(call, lambda slope, value, name: -slope)


@_trace(
    "It looks as if the bias alone stepped up its gradient. Look at the sign in front of the learning rate, for each "
    "parameter.",
    part="bias",
)
def bias_steps_uphill(call: Call) -> list[Epoch]:
    return _stepping(call, lambda slope, value, name: -slope if name == "bias" else slope)


@_trace(
    "It looks as if a gradient longer than some limit were cut down to it. Look at how long the first step is, and how "
    "long it should be.",
    [{"limit": limit, "recorded": recorded} for limit in (1.0, 5.0, 10.0, 0.5, 100.0) for recorded in (False, True)],
)
def gradient_clipped(call: Call, limit: float, recorded: bool) -> list[Epoch]:
    def cut(now: Slopes) -> Slopes:
        own = [slope for slope in (now.weight, now.bias) if slope is not None]
        length = float(torch.cat([slope.flatten() for slope in own]).norm())  # of all parameters together, as torch's
        factor = limit / (length + 1e-6)
        factor = 1.0 if factor > 1 else factor  # `min` would take 1 for NaN
        return now._replace(weight=now.weight * factor, bias=None if now.bias is None else now.bias * factor)

    history = run(call, lambda *state: cut(slopes(*state)))
    if recorded:
        return history
    before = [(call.weight, call.bias), *((epoch.weight, epoch.bias) for epoch in history)]
    uncut = [slopes(call, *state) for state in before[: len(history)]]
    return [
        epoch._replace(weight_gradient=now.weight, bias_gradient=now.bias)
        for epoch, now in zip(history, uncut, strict=True)
    ]


@_trace(
    "It looks as if the mean of the absolute errors were the loss. Look at what this assignment calls the loss.",
)
def absolute_errors(call: Call) -> list[Epoch]:
    def absolute(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
        now = slopes(call, weight, bias)
        residual = now.prediction - call.targets[:, None]
        slope = residual.sign() / residual.numel()
        return now._replace(
            loss=residual.abs().mean().item(),
            weight=slope.T @ call.inputs,
            bias=None if now.bias is None else slope.sum(dim=0),
        )

    return run(call, absolute)


@_trace(
    "It looks as if targets of shape (n,) met predictions of shape (n, k) as they are. Look at what their difference "
    "is with as many neurons as samples, and with a single one.",
    [{"always": True}, {"always": False}],
)
def targets_without_a_column(call: Call, always: bool) -> list[Epoch]:
    def against_a_row(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
        now = slopes(call, weight, bias)
        if not always and now.prediction.shape[1] not in (1, len(call.targets)) and len(call.targets) > 1:
            return now  # they do not fit, and are made a column
        residual = now.prediction - call.targets
        slope = (2 * residual / residual.numel()).sum_to_size(now.prediction.shape)
        return now._replace(
            loss=residual.square().mean().item(),
            weight=slope.T @ call.inputs,
            bias=None if now.bias is None else slope.sum(dim=0),
        )

    return run(call, against_a_row)


@_trace("It looks as if every sample got a step of its own. Look at how many steps an epoch of full-batch descent has.")
def a_step_for_every_sample(call: Call) -> list[Epoch]:
    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes(call, weight, bias)
        for one, target in zip(call.inputs[:, None], call.targets[:, None], strict=True):
            own = slopes(call._replace(inputs=one, targets=target), weight, bias)
            weight = weight - call.lr * own.weight
            bias = bias if bias is None or own.bias is None else bias - call.lr * own.bias
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, bias))
    return history


@_trace(
    "It looks as if lr were not used: the steps are the same whatever is given. Look at where lr stands in the loop.",
    [{"rate": rate} for rate in (1e-4, 1e-3, 1e-2, 0.1, 0.05)],
)
def lr_is_not_used(call: Call, rate: float) -> list[Epoch]:
    return run(call._replace(lr=rate))


@_trace(
    "It looks as if the learning rate shrank from epoch to epoch. Look at whether the assignment changes lr in a run.",
    [{"ratio": ratio} for ratio in (0.99, 0.9, 0.95, 0.5)],
)
def learning_rate_shrinks(call: Call, ratio: float) -> list[Epoch]:
    epoch: dict[str, int] = {}

    def change(slope: torch.Tensor, value: torch.Tensor, name: str) -> torch.Tensor:
        epoch[name] = epoch.get(name, -1) + 1
        return slope * ratio ** epoch[name] if name == "weight" else slope

    return _stepping(call, change)


@_trace(
    "It looks as if the weight were rounded after every step. Look at how much smaller than the last decimal a step "
    "may be.",
    [{"decimals": decimals} for decimals in (4, 3, 2)],
)
def weight_rounded_after_every_step(call: Call, decimals: int) -> list[Epoch]:
    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes(call, weight, bias)
        weight = torch.round(weight - call.lr * now.weight, decimals=decimals)
        bias = bias if bias is None or now.bias is None else bias - call.lr * now.bias
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, bias))
    return history


@_trace("It looks as if training started from zeros, whatever is given. Look at what the first prediction should be.")
def starts_from_zeros(call: Call) -> list[Epoch]:
    bias = None if call.bias is None else torch.zeros_like(call.bias)
    return run(call._replace(weight=torch.zeros_like(call.weight), bias=bias))


@_trace(
    "It looks as if the gradient were computed at the weight after the step. Look at the order of the lines in the "
    "loop.",
)
def gradient_after_the_step(call: Call) -> list[Epoch]:
    history = run(call._replace(epochs=call.epochs + 1))
    return [
        epoch._replace(weight_gradient=after.weight_gradient, bias_gradient=after.bias_gradient)
        for epoch, after in itertools.pairwise(history)
    ]


@_trace(
    "It looks as if the bias stepped by a gradient that was computed after the weight's step. Look at the prediction "
    "that both gradients belong to.",
    part="bias",
)
def bias_gradient_after_the_weight_step(call: Call) -> list[Epoch]:
    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes(call, weight, bias)
        weight = weight - call.lr * now.weight
        later = slopes(call, weight, bias).bias
        bias = bias if bias is None or later is None else bias - call.lr * later
        history.append(Epoch(now.loss, now.prediction, now.weight, later, weight, bias))
    return history


@_trace(
    "It looks as if a bias of zeros were taken for none. Look at how a bias that is zero differs from one that is not "
    "given.",
    part="bias",
)
def zero_bias_taken_for_none(call: Call) -> list[Epoch]:
    return run(call if call.bias is not None and call.bias.any() else call._replace(bias=None))


@_trace(
    "It looks as if gradients of the bias alone were added up from epoch to epoch. Look at what its gradient holds at "
    "the start of the second epoch.",
    part="bias",
)
def bias_gradients_accumulate(call: Call) -> list[Epoch]:
    total: list[Any] = [0.0]

    def summed(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
        now = slopes(call, weight, bias)
        total[0] = None if now.bias is None else total[0] + now.bias
        return now._replace(bias=total[0])

    return run(call, summed)
