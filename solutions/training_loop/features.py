"""What may tell the calls apart that a submission of training_loop answers rightly and wrongly."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Final

import torch

from autograder import Number, Whether, features_of

SIZES: Final = {"n": "the number of samples", "d": "the number of features"}
_MOST_EPOCHS: Final = 700  # that are followed here; longer runs have the features of a run that is not over


@features_of("design_matrix")
def of_samples(x: torch.Tensor) -> Iterator[Whether]:
    yield Whether("x has a single sample", "x has several samples", len(x) == 1)
    yield Whether("x has a negative entry", "no entry of x is negative", bool((x < 0).any()))
    yield Whether("an entry of x is 0", "no entry of x is 0", bool((x == 0).any()))
    yield _repeats(x)


def _repeats(x: torch.Tensor) -> Whether:
    return Whether("a number occurs in x more than once", "all numbers in x differ", len(set(x.tolist())) < len(x))


@features_of("train")
def of_a_run(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
) -> Iterator[Number | Whether]:
    """How a run of plain gradient descent ends, and where it starts."""
    x, y, weight = inputs.double(), targets.double(), initial_weight.double()[0].clone()
    losses: list[float] = []
    largest = float(weight.abs().max())
    for _ in range(min(max_epochs, _MOST_EPOCHS)):
        error = x @ weight - y
        losses.append(float(error.square().mean()))
        if losses[-1] < tolerance or not math.isfinite(losses[-1]):
            break
        weight -= lr * 2 / len(y) * (error @ x)
        largest = max(largest, float(weight.abs().max()))
    below, finite = losses[-1] < tolerance, math.isfinite(losses[-1])
    yield Whether("a loss falls below the tolerance", "no loss falls below the tolerance", below)
    yield Whether("the loss overflows", "the loss stays finite", not finite)
    yield Whether(
        "the first loss is below the tolerance already",
        "the first loss is not below the tolerance",
        losses[0] < tolerance,
    )
    last = below and len(losses) == max_epochs
    yield Whether(
        "the last of max_epochs is the first below the tolerance",
        "it is not so that the last of max_epochs is the first below the tolerance",
        last,
    )
    equal = any(loss == tolerance for loss in losses)
    yield Whether("a loss equals the tolerance", "no loss equals the tolerance", equal)
    yield Whether("max_epochs is 1", "max_epochs is more than 1", max_epochs == 1)
    yield Whether("tolerance is 0", "tolerance is more than 0", tolerance == 0)
    rises = any(after > before for before, after in itertools.pairwise(losses))
    yield Whether("a loss is larger than the one before", "the losses never rise", rises)
    zero = not bool(initial_weight.any())
    yield Whether("initial_weight is zero", "initial_weight is not zero", zero)
    yield Whether("there is a single sample", "there are several samples", len(y) == 1)
    yield Whether("there is a single feature", "there are several features", x.shape[1] == 1)
    yield Whether(
        "the last column of inputs is ones", "the last column of inputs is not ones", bool((x[:, -1] == 1).all())
    )
    yield Number("the size of the largest weight on the way", largest)
    yield Number("the first loss", losses[0])


@features_of("fit_line")
def of_points(
    x: torch.Tensor, y: torch.Tensor, lr: float = 1e-4, tolerance: float = 3e-3, max_epochs: int = 100_000
) -> Iterator[Number | Whether]:
    """Where the points lie."""
    centred = abs(float(x.mean())) < 1e-6
    yield Whether("the mean of x is 0", "the mean of x is not 0", centred)
    yield Whether("there is a single point", "there are several points", len(x) == 1)
    yield _repeats(x)
    yield Whether("all entries of y are equal", "entries of y differ", len(set(y.tolist())) == 1)
    yield Whether("tolerance is 0", "tolerance is more than 0", tolerance == 0)
    inputs = torch.stack([x, torch.ones_like(x)], dim=1).double()
    slope, intercept = torch.linalg.lstsq(inputs, y.double()).solution.tolist()
    yield Whether("the line goes through the origin", "the line has an intercept", abs(intercept) < 1e-9)
    yield Whether("the line is flat", "the line has a slope", abs(slope) < 1e-9)
    yield Number("the size of the largest entry of y", float(y.abs().max()))
