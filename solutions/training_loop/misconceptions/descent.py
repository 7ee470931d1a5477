"""The right training loop, to be spoilt.

Most misconceptions are the right loop around a wrong step (`wrong_step`), or its wrong end (`wrong_stop`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import torch

from autograder import Misconception, misconception


class Run(NamedTuple):
    """What `train` returns."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool


class Call(NamedTuple):
    """What `train` is called with, and whether the epoch that ends the run takes its step: the contract allows both."""

    inputs: torch.Tensor
    targets: torch.Tensor
    weight: torch.Tensor
    lr: float
    tolerance: float
    max_epochs: int
    step_at_stop: bool


Step = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], tuple[float, torch.Tensor]]
Ways = Sequence[Mapping[str, Any]]
EITHER_STOP: Final[Ways] = ({"step_at_stop": False}, {"step_at_stop": True})


def right_step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    """The mean squared error, and its gradient (1, d)."""
    error = inputs @ weight[0] - targets
    return error.square().mean().item(), ((2 / len(targets)) * (error @ inputs))[None]


def is_over(loss: float, tolerance: float) -> bool:
    """Whether a run ends at this loss."""
    return loss < tolerance or not math.isfinite(loss)


def run(call: Call, step: Step = right_step, over: Callable[[float, float], bool] = is_over) -> Run:
    """Descend with a step that may be wrong, to an end that may be wrong."""
    weight = call.weight
    losses: list[float] = []
    for _ in range(call.max_epochs):
        loss, slope = step(call.inputs, call.targets, weight)
        losses.append(loss)
        ends = over(loss, call.tolerance)
        if call.step_at_stop or not ends:
            weight = weight - call.lr * slope
        if ends:
            break
    return Run(weight, losses, bool(losses) and losses[-1] < call.tolerance)


def wrong_train(
    hint: str, part: str, ways: Ways = EITHER_STOP, may_cost: Sequence[str] = ()
) -> Callable[[Callable[..., Run]], Misconception]:
    """Turn a function of a `Call` into a model of `train`."""

    def decorate(model: Callable[..., Run]) -> Misconception:
        def train(
            inputs: torch.Tensor,
            targets: torch.Tensor,
            initial_weight: torch.Tensor,
            *,
            lr: float = 1e-4,
            tolerance: float = 3e-3,
            max_epochs: int = 100_000,
            step_at_stop: bool,
            **way: Any,
        ) -> Run:
            return model(Call(inputs, targets, initial_weight, lr, tolerance, max_epochs, step_at_stop), **way)

        train.__name__ = model.__name__
        return misconception("train", part=part, hint=hint, ways=ways, may_cost=may_cost)(train)

    return decorate


def wrong_step(hint: str, may_cost: Sequence[str] = ()) -> Callable[[Step], Misconception]:
    """The right loop around a wrong loss or gradient."""

    def decorate(step: Step) -> Misconception:
        def model(call: Call) -> Run:
            return run(call, step)

        model.__name__ = step.__name__
        return wrong_train(hint, "gradient_step", may_cost=may_cost)(model)

    return decorate


def wrong_stop(hint: str) -> Callable[[Callable[[Call], Run]], Misconception]:
    """The right step in a loop that ends wrongly, or says wrongly how it ended."""
    return wrong_train(hint, "stopping")
