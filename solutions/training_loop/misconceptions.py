"""Mistakes that many make in training_loop, as wrong models: what each was probably, and what to look at.

Most are the right loop around a wrong step (`wrong_step`), or a wrong end of the right loop (`wrong_stop`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import torch

from autograder.misconceptions import Misconception, misconception


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
    lr: float | None
    tolerance: float
    max_epochs: int
    step_at_stop: bool


Step = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], tuple[float, torch.Tensor]]
EITHER_STOP: Final = ({"step_at_stop": False}, {"step_at_stop": True})


def right_step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    """The mean squared error, and its gradient (1, d)."""
    error = inputs @ weight[0] - targets
    return error.square().mean().item(), ((2 / len(targets)) * (error @ inputs))[None]


def is_over(loss: float, tolerance: float) -> bool:
    return loss < tolerance or not math.isfinite(loss)


def run(call: Call, step: Step = right_step, over: Callable[[float, float], bool] = is_over) -> Run:
    """Descend with a step that may be wrong, to an end that may be wrong."""
    weight, losses = call.weight, []
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
    hint: str, part: str, default_lr: float | None = 1e-4, ways: Any = EITHER_STOP, may_cost: Sequence[str] = ()
) -> Callable[[Callable[..., Run]], Misconception]:
    """Make a function of a `Call` a model of `train`."""

    def decorate(model: Callable[..., Run]) -> Misconception:
        def train(
            inputs, targets, initial_weight, *, lr=default_lr, tolerance=3e-3, max_epochs=100_000, step_at_stop, **way
        ):
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


# --- design_matrix ---


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if the column of ones came first. Look at which of the two weights is meant to be the intercept.",
)
def ones_come_first(x):
    return torch.stack([torch.ones_like(x), x], dim=1)


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if x and the ones became the rows of the matrix. Look at its shape for three samples: how many "
    "rows should there be?",
)
def rows_for_columns(x):
    return torch.stack([x, torch.ones_like(x)])


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if the second column were zeros. Look at what the second weight is multiplied with.",
)
def zeros_for_ones(x):
    return torch.stack([x, torch.zeros_like(x)], dim=1)


# --- train: the step ---


@wrong_train(
    "It looks as if gradients of earlier epochs were added to those of later ones. Look at what the gradient holds at "
    "the start of the second epoch, before it is computed.",
    "gradient_step",
)
def gradients_accumulate(call):
    total = torch.zeros_like(call.weight)

    def step(inputs, targets, weight):
        loss, slope = right_step(inputs, targets, weight)
        total.add_(slope)
        return loss, total.clone()

    return run(call, step)


@wrong_train(
    "It looks as if squared errors were summed up, where their mean is meant. Look at how loss and step change when "
    "every sample is listed twice.",
    "gradient_step",
    ways=[{**way, "recorded": recorded} for way, recorded in itertools.product(EITHER_STOP, ("sum", "mean"))],
)
def sum_for_mean(call, recorded):
    n = len(call.targets)

    def step(inputs, targets, weight):
        loss, slope = right_step(inputs, targets, weight)
        return loss * (n if recorded == "sum" else 1), slope * n

    return run(call, step)


@wrong_step("It looks as if the step were half as long as it should be. Look at the derivative of a square.")
def missing_factor_two(inputs, targets, weight):
    loss, slope = right_step(inputs, targets, weight)
    return loss, slope / 2


@wrong_step(
    "It looks as if the loss were half the mean squared error. Some books define it so; look at what this assignment "
    "calls the loss."
)
def half_the_squared_error(inputs, targets, weight):
    loss, slope = right_step(inputs, targets, weight)
    return loss / 2, slope / 2


@wrong_step(
    "It looks as if the gradient were averaged over the features too. Look at which sum the mean belongs to, and how "
    "many terms it has."
)
def mean_over_features_too(inputs, targets, weight):
    loss, slope = right_step(inputs, targets, weight)
    return loss, slope / inputs.shape[1]


@wrong_train(
    "It looks as if the loss of an epoch were computed after its step. Look at the order of the lines in the loop, and "
    "at what the very first loss should be.",
    "gradient_step",
    ways=({"step_at_stop": True},),
)
def loss_after_the_step(call):
    weight, losses = call.weight, []
    for _ in range(call.max_epochs):
        weight = weight - call.lr * right_step(call.inputs, call.targets, weight)[1]
        losses.append(right_step(call.inputs, call.targets, weight)[0])
        if is_over(losses[-1], call.tolerance):
            break
    return Run(weight, losses, losses[-1] < call.tolerance)


@wrong_train(
    "It looks as if every sample got a step of its own. Look at how many steps an epoch of full-batch descent has.",
    "gradient_step",
)
def a_step_for_every_sample(call):
    def step(inputs, targets, weight):
        moved = weight
        for one, target in zip(inputs[:, None], targets[:, None], strict=True):
            moved = moved - call.lr * right_step(one, target, moved)[1]
        return right_step(inputs, targets, weight)[0], (weight - moved) / call.lr

    return run(call, step)


@wrong_train(
    "It looks as if the steps were taken in the initial weight itself. Look at what the caller's tensor holds after "
    "the call.",
    "gradient_step",
)
def start_changed_in_place(call):
    done = run(call)
    call.weight.copy_(done.weight)
    return done


@wrong_train(
    "It looks as if lr had another default than the assignment says. Look at the signature.",
    "gradient_step",
    default_lr=None,
    ways=[{**way, "default": lr} for way, lr in itertools.product(EITHER_STOP, (1e-5, 1e-3, 1e-2, 0.1))],
)
def another_default_of_lr(call, default):
    return run(call._replace(lr=default) if call.lr is None else call)


@wrong_step(
    "It looks as if predictions of shape (n, 1) met targets of shape (n,), which broadcasts to (n, n) without an "
    "error. Look at the shape of their difference.",
    may_cost=["convergence"],  # it learns another weight, the same for all data
)
def predictions_against_all_targets(inputs, targets, weight):
    error = inputs @ weight.T - targets
    return error.square().mean().item(), (2 / len(targets)) * (error.mean(dim=1) @ inputs)[None]


# --- train: the stop ---


@wrong_stop(
    "It looks as if there were an epoch more than max_epochs allows. Look at the first and the last number that the "
    "loop counts."
)
def one_epoch_too_many(call):
    return run(call._replace(max_epochs=call.max_epochs + 1))


@wrong_stop(
    "It looks as if the last of max_epochs epochs were missing. Look at the first and the last number that the loop "
    "counts."
)
def one_epoch_too_few(call):
    return run(call._replace(max_epochs=call.max_epochs - 1))


@wrong_stop(
    "It looks as if a loss that equals the tolerance ended the run. Look at what *below* the tolerance means for it."
)
def equal_counts_as_below(call):
    return run(call, over=lambda loss, tolerance: loss <= tolerance or not math.isfinite(loss))


@wrong_stop(
    "It looks as if the tolerance ended no run. Look at whether the loop is left where the loss is small enough."
)
def tolerance_is_overlooked(call):
    return run(call, over=lambda loss, tolerance: not math.isfinite(loss))


@wrong_stop(
    "It looks as if the run went on where its loss was no number any more. Look at what `nan < tolerance` says, and "
    "`inf < tolerance`."
)
def goes_on_after_overflow(call):
    return run(call, over=lambda loss, tolerance: loss < tolerance)


@wrong_stop("It looks as if converged were True for every run. Look at a run that max_epochs ended.")
def always_converged(call):
    return run(call)._replace(converged=True)


@wrong_stop(
    "It looks as if converged meant that the run ended before max_epochs. Look at a run whose very last epoch reaches "
    "the tolerance, and at one that overflows."
)
def converged_means_early(call):
    done = run(call)
    return done._replace(converged=len(done.losses) < call.max_epochs)


@wrong_stop(
    "It looks as if the loss that ends a run were missing in losses. Look at whether the loop is left before or after "
    "the loss is recorded."
)
def last_loss_is_missing(call):
    done = run(call)
    return done._replace(losses=done.losses[:-1] if is_over(done.losses[-1], call.tolerance) else done.losses)


# --- fit_line ---


def line(x, y, lr, tolerance, max_epochs, start=0.0):
    """Slope and intercept."""
    inputs = torch.stack([x, torch.ones_like(x)], dim=1)
    done = run(Call(inputs, y, torch.full((1, 2), start), lr, tolerance, max_epochs, step_at_stop=False))
    return tuple(done.weight[0].tolist())


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if intercept and slope changed places. Look at which column of the design matrix is x.",
)
def intercept_comes_first(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    return line(x, y, lr, tolerance, max_epochs)[::-1]


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if lr, tolerance and max_epochs were not passed on. Look at what the call of train is given.",
)
def options_are_not_passed_on(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    return line(x, y, 1e-4, 3e-3, 100_000)


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if training started from ones. Look at the weight that the assignment starts the line from.",
)
def line_starts_from_ones(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    return line(x, y, lr, tolerance, max_epochs, start=1.0)


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if the line went through the origin. Look at whether training can change the intercept.",
)
def line_without_intercept(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    done = run(Call(x[:, None], y, torch.zeros(1, 1), lr, tolerance, max_epochs, step_at_stop=False))
    return done.weight.item(), 0.0
