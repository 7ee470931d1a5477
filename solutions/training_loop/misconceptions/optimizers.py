"""Steps that are not plain gradient descent: momentum, Adam, weight decay, clipping, another sign or length."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import torch

from .descent import EITHER_STOP, Call, Run, Step, right_step, run, wrong_train

# What changes every step may lead somewhere else, or not in time.
_MAY_COST = ("convergence", "fit_line")
# What cuts only long gradients off keeps a run that diverges from its end as well.
_MAY_COST_THE_END = (*_MAY_COST, "stopping")


def _each(name: str, values: Sequence[object]) -> list[dict[str, object]]:
    """The way to end a run, times the values of a constant that nobody knows."""
    return [{**way, name: value} for way, value in itertools.product(EITHER_STOP, values)]


def _changed(change: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> Step:
    """The right loss, and a gradient that is changed, given with the weight, before the step."""

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return loss, change(slope, weight)

    return step


@wrong_train(
    "It looks as if steps had momentum: some of the last step is taken again. Look at what plain gradient descent "
    "remembers from one epoch to the next.",
    "gradient_step",
    _each("momentum", (0.9, 0.5, 0.8, 0.95, 0.99, 0.1, 0.2, 0.3)),
    _MAY_COST,
)
def momentum_in_the_step(call: Call, momentum: float) -> Run:
    velocity = torch.zeros_like(call.weight)

    def change(slope: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        velocity.mul_(momentum).add_(slope)
        return velocity.clone()

    return run(call, _changed(change))


@wrong_train(
    "It looks as if steps had Nesterov's momentum. Look at what plain gradient descent remembers from one epoch to the "
    "next.",
    "gradient_step",
    _each("momentum", (0.9, 0.5, 0.8, 0.95, 0.99, 0.1, 0.2, 0.05)),
    _MAY_COST,
)
def nesterov_momentum(call: Call, momentum: float) -> Run:
    velocity = torch.zeros_like(call.weight)

    def change(slope: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        velocity.mul_(momentum).add_(slope)
        return slope + momentum * velocity

    return run(call, _changed(change))


@wrong_train(
    "It looks as if Adam took the steps: every entry of the weight moves by about lr in the first epoch. Look at which "
    "optimizer the assignment asks for.",
    "gradient_step",
    may_cost=_MAY_COST,
)
def adam_for_plain_descent(call: Call) -> Run:
    first, second, epoch = torch.zeros_like(call.weight), torch.zeros_like(call.weight), [0]

    def change(slope: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        epoch[0] += 1
        first.mul_(0.9).add_(0.1 * slope)
        second.mul_(0.999).add_(0.001 * slope * slope)
        scale = (second / (1 - 0.999 ** epoch[0])).sqrt() + 1e-8
        return first / (1 - 0.9 ** epoch[0]) / scale

    return run(call, _changed(change))


@wrong_train(
    "It looks as if RMSprop took the steps: they are divided by the size of earlier gradients. Look at which optimizer "
    "the assignment asks for.",
    "gradient_step",
    may_cost=_MAY_COST,
)
def rmsprop_for_plain_descent(call: Call) -> Run:
    second = torch.zeros_like(call.weight)

    def change(slope: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        second.mul_(0.99).add_(0.01 * slope * slope)
        return slope / (second.sqrt() + 1e-8)

    return run(call, _changed(change))


@wrong_train(
    "It looks as if the weight decayed: every step also pulls it towards zero. Look at what the loss consists of.",
    "gradient_step",
    _each("decay", (0.01, 0.1, 1e-3, 1e-4, 0.05, 5e-4, 0.02, 0.2, 0.5, 1.0)),
    _MAY_COST,
)
def weight_decay_in_the_step(call: Call, decay: float) -> Run:
    return run(call, _changed(lambda slope, weight: slope + decay * weight))


@wrong_train(
    "It looks as if a gradient longer than some limit were cut down to it. Look at how long the first steps are, and "
    "how long they should be.",
    "gradient_step",
    _each("limit", (1.0, 5.0, 10.0, 0.5, 2.0, 0.1, 100.0)),
    _MAY_COST_THE_END,
)
def gradient_clipped_by_length(call: Call, limit: float) -> Run:
    return run(call, _changed(lambda slope, weight: slope * min(1.0, limit / (float(slope.norm()) + 1e-6))))


@wrong_train(
    "It looks as if every entry of the gradient were cut off at some limit. Look at how long the first steps are, and "
    "how long they should be.",
    "gradient_step",
    _each("limit", (1.0, 5.0, 10.0, 0.5, 2.0, 0.1, 100.0)),
    _MAY_COST_THE_END,
)
def gradient_clipped_by_entry(call: Call, limit: float) -> Run:
    return run(call, _changed(lambda slope, weight: slope.clamp(-limit, limit)))


@wrong_train(
    "It looks as if steps went up the gradient, so that the loss grows. Look at the sign in front of lr.",
    "gradient_step",
    may_cost=_MAY_COST,
)
def steps_uphill(call: Call) -> Run:
    return run(call, _changed(lambda slope, weight: -slope))


@wrong_train(
    "It looks as if only the sign of the gradient mattered. Look at how the length of a step changes on the way down.",
    "gradient_step",
    may_cost=_MAY_COST,
)
def steps_by_the_sign(call: Call) -> Run:
    return run(call, _changed(lambda slope, weight: slope.sign()))


@wrong_train(
    "It looks as if the gradient were divided by its length. Look at how the length of a step changes on the way down.",
    "gradient_step",
    may_cost=_MAY_COST,
)
def gradient_of_length_one(call: Call) -> Run:
    return run(call, _changed(lambda slope, weight: slope / (slope.norm() + 1e-12)))


@wrong_train(
    "It looks as if the learning rate shrank from epoch to epoch. Look at whether the assignment changes lr in a run.",
    "gradient_step",
    _each("ratio", (0.99, 0.9, 0.95, 0.999, 0.5)),
    _MAY_COST,
)
def learning_rate_shrinks(call: Call, ratio: float) -> Run:
    power = [0]

    def change(slope: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        power[0] += 1
        return slope * ratio ** (power[0] - 1)

    return run(call, _changed(change))
