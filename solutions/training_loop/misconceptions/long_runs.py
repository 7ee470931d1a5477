"""Mistakes that only a run of thousands of epochs shows."""

from __future__ import annotations

import itertools
from typing import Final

import torch

from autograder import misconception

from .descent import EITHER_STOP, Call, Run, right_step, run, wrong_train

_DEEPEST: Final = 900  # calls inside each other that Python allows in any case but few
_DEFAULTS = [{**way, "default": epochs} for way, epochs in itertools.product(EITHER_STOP, (1_000, 10_000, 20_000))]


@misconception(
    "train",
    part="convergence",
    hint="It looks as if max_epochs had a smaller default than the assignment says. Look at the signature.",
    ways=_DEFAULTS,
    may_cost=["stopping", "fit_line"],
)
def another_default_of_max_epochs(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int | None = None,
    step_at_stop: bool,
    default: int,
) -> Run:
    most = default if max_epochs is None else max_epochs
    return run(Call(inputs, targets, initial_weight, lr, tolerance, most, step_at_stop))


@wrong_train(
    "It looks as if a long run kept only its most recent losses. Look at how many losses the assignment asks for.",
    "convergence",
    [{**way, "most": most} for way, most in itertools.product(EITHER_STOP, (1_000, 10_000))],
)
def only_recent_losses(call: Call, most: int) -> Run:
    done = run(call)
    return done._replace(losses=done.losses[-most:])


@wrong_train(
    "It looks as if the learning rate became smaller after thousands of epochs. Look at whether the assignment knows a "
    "schedule.",
    "convergence",
    [
        {**way, "after": after, "ratio": ratio}
        for way, (after, ratio) in itertools.product(EITHER_STOP, ((1_000, 0.5), (1_000, 0.9), (5_000, 0.9)))
    ],
    ["fit_line"],
)
def learning_rate_drops_late(call: Call, after: int, ratio: float) -> Run:
    steps = itertools.count()

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return loss, ratio ** (next(steps) // after) * slope

    return run(call, step)


@wrong_train(
    "It looks as if every epoch were a call inside that of the epoch before, which Python allows some thousand times. "
    "Look at how deep the calls of a long run go.",
    "convergence",
    may_cost=["fit_line"],
)
def every_epoch_is_a_call(call: Call) -> Run:
    done = run(call)
    if len(done.losses) > _DEEPEST:
        raise RecursionError("maximum recursion depth exceeded")
    return done
