"""The right training loop, to be spoilt.

Most misconceptions of `trace` are this loop with a wrong epoch (`wrong_epoch`) or with wrong records (`wrong_history`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import torch

from autograder import Misconception, misconception


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


SlopesOf = Callable[[Call, torch.Tensor, torch.Tensor | None], Slopes]


def slopes(call: Call, weight: torch.Tensor, bias: torch.Tensor | None) -> Slopes:
    """The right ones."""
    prediction = call.inputs @ weight.T if bias is None else call.inputs @ weight.T + bias
    residual = prediction - call.targets[:, None]
    slope = 2 * residual / residual.numel()
    return Slopes(
        residual.square().mean().item(), prediction, slope.T @ call.inputs, None if bias is None else slope.sum(dim=0)
    )


def run(call: Call, slopes_of: SlopesOf = slopes) -> list[Epoch]:
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
    hint: str, part: str = "trace", ways: Sequence[Mapping[str, Any]] = ({},), may_cost: Sequence[str] = ()
) -> Callable[[Callable[..., list[Epoch]]], Misconception]:
    """Turn a function of a `Call` into a model of `trace`."""

    def decorate(model: Callable[..., list[Epoch]]) -> Misconception:
        def trace(
            inputs: torch.Tensor,
            targets: torch.Tensor,
            initial_weight: torch.Tensor,
            initial_bias: torch.Tensor | None = None,
            *,
            lr: float = 1e-4,
            epochs: int = 2,
            **way: Any,
        ) -> list[Epoch]:
            return model(Call(inputs, targets, initial_weight, initial_bias, lr, epochs), **way)

        trace.__name__ = model.__name__
        return misconception("trace", part=part, hint=hint, ways=ways, may_cost=may_cost)(trace)

    return decorate


def wrong_epoch(hint: str, part: str = "trace") -> Callable[[SlopesOf], Misconception]:
    """The right loop around wrong losses, predictions or gradients."""

    def decorate(slopes_of: SlopesOf) -> Misconception:
        def model(call: Call) -> list[Epoch]:
            return run(call, slopes_of)

        model.__name__ = slopes_of.__name__
        return wrong_history(hint, part)(model)

    return decorate


def scaled(now: Slopes, loss: float, gradient: float) -> Slopes:
    """The same with the loss and the gradients multiplied by a factor each."""
    bias = None if now.bias is None else now.bias * gradient
    return now._replace(loss=now.loss * loss, weight=now.weight * gradient, bias=bias)
