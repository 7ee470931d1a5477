"""What is done where the loss rises, or does not fall, instead of going on."""

from __future__ import annotations

import itertools
import math

import torch

from .descent import EITHER_STOP, Call, Run, right_step, run, wrong_train


@wrong_train(
    "It looks as if lr were lowered where the loss did not fall for some epochs. Look at whether the assignment "
    "changes lr in a run, and at how a run that diverges ends.",
    "stopping",
    [
        {**way, "patience": patience, "factor": factor, "late": late}
        for way, patience, factor, late in itertools.product(EITHER_STOP, (10, 5, 20), (0.1, 0.5), (False, True))
    ],
    ["convergence"],
)
def smaller_steps_where_the_loss_rises(call: Call, patience: int, factor: float, late: bool) -> Run:
    best, waited, ratio = [math.inf], [0], [1.0]

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        before = ratio[0]
        waited[0] = 0 if loss < best[0] * (1 - 1e-4) else waited[0] + 1
        best[0] = min(best[0], loss)
        if waited[0] > patience:
            waited[0] = 0
            ratio[0] *= factor if call.lr * before * (1 - factor) > 1e-8 else 1  # as PyTorch's, which stops at less
        return loss, slope * (before if late else ratio[0])

    return run(call, step)


@wrong_train(
    "It looks as if lr became smaller as soon as a loss was larger than the one before. Look at whether the assignment "
    "changes lr in a run.",
    "gradient_step",
    [
        {**way, "factor": factor, "undone": undone}
        for way, factor, undone in itertools.product(EITHER_STOP, (0.5, 0.1), (False, True))
    ],
    ["stopping"],
)
def smaller_steps_after_a_rise(call: Call, factor: float, undone: bool) -> Run:
    last, ratio, came_from = [math.inf], [1.0], [call.weight]

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        rises, last[0] = loss > last[0], loss
        if rises:
            ratio[0] *= factor
        if rises and undone:
            return loss, (weight - came_from[0]) / call.lr
        came_from[0] = weight
        return loss, slope * ratio[0]

    return run(call, step)
