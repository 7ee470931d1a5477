"""Whether the losses of `train` are those of a descent on the data that it was given, as the contract asks.

Without this, a weight from `lstsq` beside invented losses that fall would earn what the end of a run is worth. Right or
wrong in its step, every loop that the other parts have yet to judge passes: a loss that lacks a factor, is a root, or
is computed after the step; another gradient; a weight that is returned too early or not at all.
"""

from typing import Any, Final

import torch

from autograder import Subject

# Three times the same sample, so that even a sum for a mean, or (n, 1) against (n,), goes down. The error is 1/2, where
# Huber's loss is a square too, and shrinks by 7/8 in every epoch.
ROW: Final = torch.tensor([1.0, -2.0])
INPUTS: Final = ROW.repeat(3, 1)
DOUBLED: Final = 2 * INPUTS
WEIGHT: Final = torch.tensor([[0.5, 0.25]])
TARGETS: Final = torch.full((3,), 0.5)
LR: Final = 1 / 80
LENGTHS: Final = (1, 2, 4)

# Half precision and rounded losses are right to 2 %. Losses that are invented are off by all they are.
NEAR: Final = 0.03


def assert_descends_on_the_data(submission: Subject) -> None:
    """The losses belong to the weights on the way, up to one constant factor, or fall as those of a descent do."""
    longest = _run(submission, INPUTS, LENGTHS[-1])
    try:
        runs = [*(_run(submission, INPUTS, epochs) for epochs in LENGTHS[:-1]), longest]
    except AssertionError:  # a run of one epoch that ends in an error is the business of `stopping`
        runs = []
    assert (runs and (_losses_of_the_weights(runs) or _losses_before_each_weight(runs))) or _falls_as_the_data_ask(
        longest.losses, submission
    ), (
        "the losses of train should be those of the weights on the way: for 1, 2 and 4 epochs on the same data they "
        "do not go with the weights that are returned, whatever constant factor the loss may lack"
    )


def _run(submission: Subject, inputs: torch.Tensor, epochs: int) -> Any:
    return submission.train(inputs, TARGETS, WEIGHT, lr=LR, tolerance=1e-9, max_epochs=epochs)


def _squared_error(weight: torch.Tensor) -> float:
    flat = weight.double().reshape(-1)
    return float((flat @ ROW.double() - TARGETS[0]) ** 2) if len(flat) == len(ROW) else 0.0


def _losses_of_the_weights(runs: list[Any]) -> bool:
    """Every loss is that of a weight which a shorter run returned, from before its epoch or from after it."""
    losses = runs[-1].losses
    start, one, two = (_squared_error(weight) for weight in (WEIGHT, runs[0].weight, runs[1].weight))
    if len(losses) < 3 or min(one, two) < 1e-3 * start or _equal(losses[2], losses[0], 1e-4):
        return False
    return any(
        _equal(losses[1] ** power * one_before, losses[0] ** power * one_after)
        and (not rest or _equal(losses[2] ** power * start, losses[0] ** power * two))
        for power in (1, 2)
        for one_before, one_after, rest in ((start, one, True), (one, two, False))
    )


def _losses_before_each_weight(runs: list[Any]) -> bool:
    """Every run, wherever it starts, is one step of the same ratio beyond its last loss."""
    if any(len(run.losses) != epochs for run, epochs in zip(runs, LENGTHS, strict=True)):
        return False
    if len(set(runs[-1].losses)) == 1:  # of a weight that does not move at all
        return False
    errors = [_squared_error(run.weight) for run in runs]
    last = [run.losses[-1] for run in runs]
    apart = all(1e-3 * loss < error < 1e3 * loss for error, loss in zip(errors, last, strict=True))
    return apart and all(_equal(errors[0] * loss, error * last[0]) for error, loss in zip(errors, last, strict=True))


def _falls_as_the_data_ask(losses: list[float], submission: Subject) -> bool:
    """Inputs twice as large make every step four times as large, with a bias or without."""
    doubled = _run(submission, DOUBLED, LENGTHS[-1]).losses
    if min(len(losses), len(doubled)) < 2 or not (losses[0] > 0 and doubled[0] > 0):
        return False
    square = float(ROW @ ROW)
    for power in (0.5, 1.0):
        kept, kept_doubled = ((falling[1] / falling[0]) ** power for falling in (losses, doubled))
        for extra in (0.0, 1.0):
            factor = (1 - kept) / (square + extra)
            if factor > 1e-3 / square and any(
                _equal(factor, (1 - sign * kept_doubled) / (4 * square + extra)) for sign in (1, -1)
            ):
                return True
    return False


def _equal(one: float, other: float, near: float = NEAR) -> bool:
    return abs(one - other) <= near * max(abs(one), abs(other))
