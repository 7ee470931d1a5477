"""Common mistakes in `fit_line`."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Final

import numpy as np
import torch

from autograder import Misconception, misconception

from .descent import EITHER_STOP, is_over

Line = tuple[float, float]
_SOON: Final = 1_000  # epochs after which a run that overlooks max_epochs has ended, or never will


def model_of_a_line(hint: str, *, trained: bool = True) -> Callable[[Callable[..., Line]], Misconception]:
    """Turn a function of points and options into a model of `fit_line`, in both liberties of the stop if it trains."""

    def decorate(model: Callable[..., Line]) -> Misconception:
        def fit_line(
            x: torch.Tensor,
            y: torch.Tensor,
            *,
            lr: float = 1e-4,
            tolerance: float = 3e-3,
            max_epochs: int = 100_000,
            **way: bool,
        ) -> Line:
            return model(x, y, lr, tolerance, max_epochs, **way)

        fit_line.__name__ = model.__name__
        return misconception("fit_line", part="fit_line", hint=hint, ways=EITHER_STOP if trained else ({},))(fit_line)

    return decorate


def line(
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    tolerance: float,
    max_epochs: int,
    *,
    step_at_stop: bool,
    start: float = 0.0,
    through_origin: bool = False,
) -> Line:
    """The right slope and intercept, from a start that may be wrong.

    In arrays with the digits of tensors: a run of 100 000 epochs with tensors takes seconds, and there are many.
    """
    inputs = np.stack([x.numpy(), np.zeros_like(x) if through_origin else np.ones_like(x)], axis=1)
    targets, samples = y.numpy(), len(y)
    weight = np.array([start, 0.0 if through_origin else start], dtype=inputs.dtype)
    with np.errstate(all="ignore"):
        for _ in range(max_epochs):
            error = inputs @ weight - targets
            ends = is_over(float(error @ error) / samples, tolerance)
            if step_at_stop or not ends:
                weight = weight - lr * ((2 / samples) * (error @ inputs))
            if ends:
                break
    slope, intercept = weight.tolist()
    return slope, intercept


@model_of_a_line(
    "It looks as if the intercept and the slope were swapped. Look at which column of the design matrix is x."
)
def intercept_comes_first(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    slope, intercept = line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)
    return intercept, slope


@model_of_a_line(
    "It looks as if lr, tolerance and max_epochs were not passed on. Look at the arguments of the call of train."
)
def options_are_not_passed_on(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, 1e-4, 3e-3, 100_000, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if tolerance were not passed on. Look at the arguments of the call of train, or at what ends the run."
)
def tolerance_is_not_passed_on(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, 3e-3, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line("It looks as if lr were not passed on. Look at the arguments of the call of train, or at the step.")
def lr_is_not_passed_on(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, 1e-4, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if max_epochs were not passed on. Look at the arguments of the call of train, or at what ends the run."
)
def max_epochs_is_not_passed_on(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, tolerance, max(max_epochs, _SOON), step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if training started from ones. Look at the weight that the assignment starts the line from."
)
def line_starts_from_ones(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop, start=1.0)


@model_of_a_line("It looks as if the line went through the origin. Look at whether training can change the intercept.")
def line_without_intercept(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop, through_origin=True)


@model_of_a_line("It looks as if fit_line took a tolerance of 0 for none. Look at what `tolerance or ...` makes of 0.")
def line_overlooks_a_tolerance_of_zero(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, tolerance or 3e-3, max_epochs, step_at_stop=step_at_stop)


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if max_epochs of fit_line had another default than that of train. Look at both signatures.",
    ways=[{**way, "default": epochs} for way, epochs in itertools.product(EITHER_STOP, (1_000, 5_000, 10_000))],
)
def another_default_for_the_line(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int | None = None,
    step_at_stop: bool,
    default: int,
) -> Line:
    return line(x, y, lr, tolerance, default if max_epochs is None else max_epochs, step_at_stop=step_at_stop)
