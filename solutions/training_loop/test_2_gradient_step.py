"""The hidden checks of one step of `train`: losses and weights over a few epochs.

They compare with the reference only over epochs that both runs have: how many there should be is judged by `stopping`.
"""

from contextlib import suppress
from typing import Any, Final

import torch
from hypothesis import example, given

from autograder import (
    Subject,
    assert_close,
    assert_finite,
    assert_one_of,
    assert_size,
    assert_unchanged,
    part,
)

from . import strategies
from .comparisons import WEIGHT
from .strategies import Steps

# Among all right test submissions, float64 inside or not, the losses of the drawn runs differ by 1e-6 (1 + L) at most,
# at a scale of 1. The tolerance is 40 times as wide. Work in float16 is 30 times further off than that; a wrong
# gradient changes a loss by some percent.
LOSS: Final = 4e-5

MOST_EPOCHS: Final = 5_000  # a run that overlooks max_epochs has reached the tolerance by then

# The weight is 500 times its error, so that a weight decay of 1e-3 moves it by 1 in 20 epochs, and rounding by 6e-4 at
# most. The tolerance is reached after some 100 epochs.
NEAR: Final = 6e-3
NEAR_THE_MINIMUM: Final = Steps(
    inputs=torch.tensor([[0.25, 0.5], [-0.5, 0.25], [0.5, 0.0]]),
    targets=torch.tensor([32.25, -303.25, 255.5]),
    weight=torch.tensor([[512.0, -192.0]]),
    lr=0.125,
    tolerance=1e-3,
    epochs=20,
    scale=512.0,
)
# One entry of the weight is learned fast, the other slowly: by the end of so many epochs there is still a loss to see.
# The tolerance is reached soon after.
MANY_EPOCHS: Final = Steps(
    inputs=torch.tensor([[2.0, 0.25], [-2.0, 0.25], [2.0, -0.25]]),
    targets=torch.tensor([3.25, -4.75, 4.75]),
    weight=torch.tensor([[-1.0, 1.0]]),
    lr=0.05,
    tolerance=1e-2,
    epochs=300,
    scale=1.0,
)
# One entry of the error is multiplied by 3/8 in every epoch, the other, small at first, by -3/2: the loss falls for two
# epochs, from 8.1 to 0.8, and rises to 7.2 in the three after them.
RISING: Final = Steps(
    inputs=torch.tensor([[2.0, 0.0], [0.0, 1.0]]),
    targets=torch.tensor([0.5, 4.0]),
    weight=torch.zeros(1, 2),
    lr=0.625,
    tolerance=1e-2,
    epochs=6,
    scale=1.0,
)
# Numbers that 16 bits cannot hold: predictions of 20 are off by 0.008 there, and the errors are near 1.
NOT_ROUND: Final = Steps(
    inputs=torch.tensor([[3.3, 1.7], [-2.1, 4.9]]),
    targets=torch.tensor([1.3, -23.6]),
    weight=torch.tensor([[2.7, -3.9]]),
    lr=0.005,
    tolerance=1e-2,
    epochs=6,
    scale=1.0,
)
# Inputs so small that lr is above 1.
LONG_STEPS: Final = Steps(
    inputs=torch.tensor([[0.25, 0.125], [-0.125, 0.25]]),
    targets=torch.tensor([1.0, -0.5]),
    weight=torch.tensor([[0.5, -0.25]]),
    lr=4.0,
    tolerance=1e-3,
    epochs=4,
    scale=1.0,
)


@part("gradient_step", marks=9, examples=20)
@given(case=strategies.steps())
@example(case=NOT_ROUND)
@example(case=LONG_STEPS)
@example(case=strategies.ONE_SAMPLE)
@example(case=strategies.SQUARE)
@example(case=strategies.WIDE)
@example(case=strategies.FORTY)
@example(case=strategies.THREE_HUNDRED)
@example(case=strategies.SMALL)
def test_records_the_loss_of_every_epoch(submission: Subject, reference: Subject, case: Steps) -> None:
    """records the mean squared error of every epoch, computed before the epoch's step"""
    run = train(submission, case, case.epochs)
    assert_losses_follow(run.losses, reference_run(reference, case, case.epochs).losses, case.scale)


@part("gradient_step", marks=7, examples=20)
@given(case=strategies.steps())
@example(case=strategies.ONE_SAMPLE)
@example(case=strategies.SQUARE)
@example(case=strategies.WIDE)
@example(case=strategies.FORTY)
@example(case=strategies.THREE_HUNDRED)
@example(case=strategies.SMALL)
def test_takes_one_step_an_epoch(submission: Subject, reference: Subject, case: Steps) -> None:
    """returns the weight after one step of plain gradient descent per epoch"""
    run = submission.train(
        inputs=case.inputs,
        targets=case.targets,
        initial_weight=case.weight,
        lr=case.lr,
        tolerance=case.tolerance,
        max_epochs=case.epochs,
    )
    assert_enough(run.losses)
    counts = steps_taken(run.losses, case.epochs)
    answers = [reference_run(reference, case, count).weight for count in counts]
    assert_one_of(run.weight, answers, f"the weight after {counts[0]} epochs", atol=WEIGHT * case.scale)


@part("gradient_step", marks=2)
def test_keeps_to_its_learning_rate(submission: Subject, reference: Subject) -> None:
    """takes steps of the same lr in all of 300 epochs"""
    run = train(submission, MANY_EPOCHS, MANY_EPOCHS.epochs)
    right = reference_run(reference, MANY_EPOCHS, MANY_EPOCHS.epochs).losses
    assert_losses_follow(run.losses[:10], right, 1.0)
    # Errors of rounding die out with the errors of the weight; what is wrong in every step shows best in the end.
    end = min(len(run.losses), len(right))
    assert_losses_follow(run.losses[end - 2 : end], right[end - 2 : end], 1.0, first=end - 2)
    assert_losses_follow(run.losses, right, 1.0)


@part("gradient_step", marks=2)
def test_takes_nothing_off_a_large_weight(submission: Subject, reference: Subject) -> None:
    """moves a large weight whose error is small no further than to the minimum"""
    near = train(submission, NEAR_THE_MINIMUM, NEAR_THE_MINIMUM.epochs)
    counts = steps_taken(near.losses, NEAR_THE_MINIMUM.epochs)
    answers = [reference_run(reference, NEAR_THE_MINIMUM, count).weight for count in counts]
    assert_one_of(near.weight, answers, f"the weight after {counts[0]} epochs near the minimum", atol=NEAR)


@part("gradient_step", marks=2, long_calls=True)  # so that no call is made before the one before it is judged
def test_goes_on_where_the_loss_rises(submission: Subject, reference: Subject) -> None:
    """takes the same steps where the loss rises, and returns the weight after the last of them, not after the best"""
    if len(train(submission, NOT_ROUND, NOT_ROUND.epochs).losses) > 2 * NOT_ROUND.epochs:
        return  # it overlooks max_epochs, which costs `stopping`; a loss that rises may keep it running for ever
    run = train(submission, RISING, RISING.epochs)
    assert_losses_follow(run.losses, reference_run(reference, RISING, RISING.epochs).losses, RISING.scale)
    counts = steps_taken(run.losses, RISING.epochs)
    answers = [reference_run(reference, RISING, count).weight for count in counts]
    # An epoch more or less moves the weight by 3.
    assert_one_of(run.weight, answers, f"the weight after {counts[0]} epochs", atol=WEIGHT * RISING.scale)


@part("gradient_step", marks=4)
def test_steps_by_a_ten_thousandth(submission: Subject, reference: Subject) -> None:
    """uses a learning rate of 1e-4 if no lr is given"""
    # Inputs so large that 1e-4 is a good learning rate: lr times the largest eigenvalue is 0.31.
    case = Steps(
        inputs=torch.tensor([[40.0, 5.0], [-20.0, 40.0], [10.0, -50.0]]),
        targets=torch.tensor([85.0, 0.0, -30.0]),  # the weight (2, 1) fits them exactly
        weight=torch.tensor([[1.0, 3.0]]),
        lr=1e-4,
        tolerance=1e-2,
        epochs=5,
        scale=1.0,
    )
    run = submission.train(case.inputs, case.targets, case.weight, tolerance=case.tolerance, max_epochs=case.epochs)
    assert_losses_follow(run.losses, reference_run(reference, case, case.epochs).losses, case.scale)


@part("gradient_step", marks=4, examples=10)
@given(case=strategies.steps())
@example(case=strategies.ONE_SAMPLE)
@example(case=strategies.FORTY)
def test_leaves_its_arguments_alone(submission: Subject, case: Steps) -> None:
    """leaves inputs, targets and initial_weight unchanged"""
    observed = submission.train.observe(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=case.tolerance, max_epochs=case.epochs
    )
    runs = [observed]
    with suppress(AssertionError):  # a run that ends at once and does not work is the business of `stopping`
        runs.append(
            submission.train.observe(
                case.inputs, case.targets, case.weight, lr=case.lr, tolerance=1e12, max_epochs=case.epochs
            )
        )
    for run in runs:
        assert_unchanged(run)
    weight, start = observed.value.weight, case.weight
    assert_size(weight, start.numel(), "the weight")
    assert_finite(weight, "the weight")
    moved = not torch.equal(weight.double().reshape(-1), start.double().reshape(-1))
    assert moved, f"the weight after {case.epochs} epochs should not be the initial one"


def train(submission: Subject, case: Steps, epochs: int) -> Any:
    """The submission's run."""
    return submission.train(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=case.tolerance, max_epochs=epochs
    )


def reference_run(reference: Subject, case: Steps, epochs: int) -> Any:
    """The reference after so many epochs, whatever its losses; after 0 the weight is the initial one."""
    return reference.train(case.inputs, case.targets, case.weight, lr=case.lr, tolerance=0.0, max_epochs=epochs)


def assert_enough(losses: list[float]) -> None:
    """A run that ends too early costs `stopping`, but one that hardly began shows no steps to judge."""
    assert len(losses) > 1, f"losses should have 3 entries or more here, got {len(losses)}"


def assert_losses_follow(losses: list[float], expected: list[float], scale: float, first: int = 0) -> None:
    """Compare the epochs that both runs have, the first of which has this number."""
    assert_enough(losses)
    shared = min(len(losses), len(expected))
    near = LOSS * scale * scale
    for epoch, (loss, right) in enumerate(zip(losses[:shared], expected[:shared], strict=True), start=first):
        assert_close(loss, right, f"the loss of epoch {epoch} (counted from 0)", rtol=LOSS, atol=near)


def steps_taken(losses: list[float], epochs: int) -> list[int]:
    """The numbers of steps that go with so many losses: a run too long or too short costs `stopping`."""
    count = len(losses)
    if count == epochs:
        return [count]
    if count > epochs:
        return [epochs, *(steps for steps in (count, count - 1) if steps <= MOST_EPOCHS)]
    return [count, count - 1]
