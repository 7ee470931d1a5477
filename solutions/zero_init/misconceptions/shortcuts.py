"""Mistakes in `trace` that take over what holds elsewhere: for copies, for a feature of ones, for a training run."""

from __future__ import annotations

from typing import Final

import torch

from .descent import Call, Epoch, Slopes, run, slopes, wrong_history

_MAY_COST: Final = ("bias",)


@wrong_history(
    "It looks as if all neurons were taken for copies where two of them start equal, the first and the last or the "
    "first two. Look at a layer in which another neuron differs from these.",
    ways=[{"last": last, "bias_too": bias_too} for last in (True, False) for bias_too in (True, False)],
    may_cost=_MAY_COST,
)
def two_copies_for_all(call: Call, last: bool, bias_too: bool) -> list[Epoch]:
    def alike(rows: torch.Tensor) -> bool:
        return torch.equal(rows[0], rows[-1] if last else rows[:2][-1])

    if not alike(call.weight) or (call.bias is not None and bias_too and not alike(call.bias)):
        return run(call)
    bias = None if call.bias is None else call.bias[:1].expand_as(call.bias)
    return run(call._replace(weight=call.weight[:1].expand_as(call.weight), bias=bias))


@wrong_history(
    "It looks as if training stopped once the loss is small. Look at what says how many epochs there are in this "
    "assignment.",
    ways=[
        {"tolerance": tolerance, "recorded": recorded} for tolerance in (3e-3, 1e-3, 1e-6) for recorded in (True, False)
    ],
    may_cost=_MAY_COST,
)
def stops_at_a_small_loss(call: Call, tolerance: float, recorded: bool) -> list[Epoch]:
    history = run(call)
    small = [number for number, epoch in enumerate(history) if epoch.loss < tolerance]
    return history[: small[0] + recorded] if small else history


@wrong_history(
    "It looks as if every entry of a gradient beyond some limit were cut down to it. Look at how far the entries of "
    "the weight move in the first step, and how far they should.",
    ways=[{"limit": limit} for limit in (0.5, 5.0, 10.0)],
    may_cost=_MAY_COST,
)
def gradient_entries_clipped(call: Call, limit: float) -> list[Epoch]:
    def cut(slope: torch.Tensor) -> torch.Tensor:
        return slope.clamp(-limit, limit)

    weight, bias = call.weight, call.bias
    history = []
    for _ in range(call.epochs):
        now = slopes(call, weight, bias)
        weight = weight - call.lr * cut(now.weight)
        bias = bias if bias is None or now.bias is None else bias - call.lr * cut(now.bias)
        history.append(Epoch(now.loss, now.prediction, now.weight, now.bias, weight, bias))
    return history


@wrong_history(
    "It looks as if a bias got the gradient that the weight of a feature gets. Look at what this feature would have to "
    "be in every sample.",
    "bias",
    ways=[{"column": column} for column in (-1, 0)],
)
def bias_gradient_of_a_feature(call: Call, column: int) -> list[Epoch]:
    def of_the_feature(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
        now = slopes(call, weight, bias)
        return now if now.bias is None else now._replace(bias=now.weight[:, column].clone())

    return run(call, of_the_feature)
