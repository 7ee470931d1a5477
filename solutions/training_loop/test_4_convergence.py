"""The hidden checks of `train` to its end, judged by the weight that it returns, if it came there by descent."""

import math
from typing import Any, Final

import numpy as np
import torch
from hypothesis import given

from autograder import Subject, agrees, assert_one_of, assert_size, part

from . import strategies
from .comparisons import SLACK, WEIGHT, farthest
from .descent import assert_descends_on_the_data
from .strategies import Solvable

SOURCE_INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
SOURCE_TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])  # on the line 3x + 2
SOURCE_TRUTH: Final = torch.tensor([3.0, 2.0])
WARM_WEIGHT: Final = torch.tensor([[3.1303, 1.4657]])
EPOCHS_ALONE: Final = 100  # enough for every case of `solvable`
WARM_EPOCH: Final = 17_695  # at which the loss falls below 3e-3 from there with lr 1e-4, counted from 0
MOST_BY_MISTAKE: Final = 20_000  # what max_epochs may be if its default is wrong
WARM_TOLERANCE: Final = 1.67e-3  # the loss falls below this after some 20 250 epochs
BEGUN: Final = 301  # epochs that tell whether a run of so many is worth its time
BEGUN_TOLERANCE: Final = 0.16  # reached some 50 epochs later, for whoever overlooks max_epochs

# Errors shrink by 0.8 and by 0.63 in every epoch. The loss is 1.13 before the stop and 0.71 there; the weight is still
# off by 1.2 then, and moves by 0.24 in an epoch.
STOPPED: Final = Solvable(
    inputs=torch.tensor([[1.0, 0.5], [-1.0, 1.0], [0.5, 0.5], [1.0, 1.0]]),
    targets=torch.tensor([2.5, -7.0, 0.5, 1.0]),
    truth=torch.tensor([4.0, -3.0]),
    weight=torch.tensor([[-5.0, 5.0]]),
    lr=0.2,
)
STOPPED_TOLERANCE: Final = 0.9
AT_THE_STOP: Final = 1e-2  # 20 times less than what an epoch moves the weight; rounding moves it by 1e-5


@part("convergence", marks=8, examples=8)
@given(case=strategies.solvable())
def test_reaches_the_true_weight(submission: Subject, reference: Subject, case: Solvable) -> None:
    """reaches the tolerance and the true weight on data that one weight fits exactly"""
    # 40 epochs are enough; six times as many leave room for a step that lacks a factor, judged elsewhere.
    assert_converges(submission, reference, case, tolerance=1e-3, max_epochs=250)


@part("convergence", marks=4, examples=4)
@given(case=strategies.solvable(farthest=50))
def test_reaches_the_true_weight_from_far_away(submission: Subject, reference: Subject, case: Solvable) -> None:
    """reaches the true weight from a start that is far away"""
    assert_converges(submission, reference, case, tolerance=1e-2, max_epochs=350)


@part("convergence", marks=3)
def test_returns_the_weight_of_the_stop(submission: Subject, reference: Subject) -> None:
    """returns the weight that the run has reached at the tolerance, which is not yet the true one"""
    run = submission.train(
        STOPPED.inputs, STOPPED.targets, STOPPED.weight, lr=STOPPED.lr, tolerance=STOPPED_TOLERANCE, max_epochs=200
    )
    assert_size(run.weight, len(STOPPED.truth), "the weight", "one per feature")

    def right(epochs: int) -> Any:
        return reference.train(
            STOPPED.inputs, STOPPED.targets, STOPPED.weight, lr=STOPPED.lr, tolerance=0.0, max_epochs=epochs
        )

    count = len(run.losses)
    # Another gradient, or another loss, is judged by gradient_step.
    if count and agrees(run.losses, right(count).losses, rtol=1e-4):
        ends = [loss < STOPPED_TOLERANCE for loss in run.losses]
        # Where the run ends too soon or too late, or a loss is missing at its end, that costs `stopping`.
        in_time = count < 200 and sum(ends) == 1 and ends[-1]
        steps = range(count - 1, count + 1) if in_time else range(max(count - 2, 0), count + 2)
        answers = [right(epochs).weight if epochs else STOPPED.weight for epochs in steps]
        assert_one_of(run.weight.reshape(1, -1), answers, "the weight at the stop", atol=AT_THE_STOP)
    assert_descends_on_the_data(submission)


@part("convergence", marks=10, long_calls=True)
def test_repeats_the_long_run(submission: Subject, reference: Subject) -> None:
    """learns the source example from (3.1303, 1.4657) with a learning rate of 1e-4, in as many epochs as it takes"""
    source = (SOURCE_INPUTS, SOURCE_TARGETS, WARM_WEIGHT)
    begun = submission.train(*source, lr=1e-4, tolerance=BEGUN_TOLERANCE, max_epochs=BEGUN).losses
    right = reference.train(*source, lr=1e-4, tolerance=BEGUN_TOLERANCE, max_epochs=BEGUN).losses
    if len(begun) < BEGUN or not math.isclose(begun[BEGUN - 1], right[-1], rel_tol=1e-3):
        # Another gradient, which gradient_step has judged, takes another number of epochs, and may never arrive.
        early = submission.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=10)
        at_once = len(early.losses) <= 11 and agrees(early.weight, SOURCE_TRUTH[None], atol=0.2)
        assert not at_once, f"train should take about {WARM_EPOCH} epochs here; after 10 it has the true weight already"
        run = submission.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=30_000)
        assert_reaches(run.weight, SOURCE_INPUTS, SOURCE_TRUTH, tolerance=3e-3)
    else:
        run = submission.train(*source, lr=1e-4, tolerance=WARM_TOLERANCE)
        assert_reaches(run.weight, SOURCE_INPUTS, SOURCE_TRUTH, tolerance=WARM_TOLERANCE)
        weight_loss = loss_of(run.weight, SOURCE_INPUTS, SOURCE_TRUTH)
        last = run.losses[-1] if run.losses else 0.0
        # Near the tolerance an epoch takes 2.3e-4 off the loss, and rounding to four decimals moves it by some percent.
        assert last < WARM_TOLERANCE / 2 or weight_loss > last / 2, (
            f"the weight should be the one at the stop, with a loss of about {last:.6g}, got one with {weight_loss:.6g}"
        )
        below = next((epoch for epoch, loss in enumerate(run.losses) if loss < 3e-3), len(run.losses))
        # A loss shrinks by 2.3e-4 of itself per epoch here: another order of summation moves the count.
        assert abs(below - WARM_EPOCH) <= WARM_EPOCH / 100, (
            f"the loss should fall below 3e-3 at epoch {WARM_EPOCH} (within 1 %), got epoch {below}"
        )
        assert len(run.losses) > MOST_BY_MISTAKE, (
            f"a run without max_epochs may have 100 000 epochs; this one, which takes more than {MOST_BY_MISTAKE}, "
            f"ended after {len(run.losses)}"
        )
    assert_descends_on_the_data(submission)


def assert_converges(
    submission: Subject, reference: Subject, case: Solvable, *, tolerance: float, max_epochs: int
) -> None:
    """Judge a run to its end by the weight that it learned."""

    def train(weight: torch.Tensor, epochs: int) -> Any:
        return submission.train(
            case.inputs, case.targets, initial_weight=weight, lr=case.lr, tolerance=tolerance, max_epochs=epochs
        )

    run = train(case.weight, max_epochs)
    try:
        assert_reaches(run.weight, case.inputs, case.truth, tolerance=tolerance)
    except AssertionError as failure:
        # Where several epochs are wrong together, although each alone is right (gradients that accumulate, momentum),
        # gradient_step has judged it; and epochs one by one have to arrive.
        right = reference.train(case.inputs, case.targets, case.weight, lr=case.lr, tolerance=0.0, max_epochs=3)
        if agrees(train(case.weight, 3).weight, right.weight, atol=WEIGHT):
            raise
        weight = case.weight
        for _ in range(EPOCHS_ALONE):
            weight = train(weight, 1).weight.float()
            if weight.shape != case.weight.shape:
                raise
        try:
            assert_reaches(weight, case.inputs, case.truth, tolerance=tolerance)
        except AssertionError:
            raise failure from None  # what students read is their own run
    assert_descends_on_the_data(submission)


def assert_reaches(weight: torch.Tensor, inputs: torch.Tensor, truth: torch.Tensor, *, tolerance: float) -> None:
    """Judge the weight by its loss, and by its distance from the true one, whatever its shape."""
    assert_size(weight, truth.numel(), "the weight", "one per feature")
    loss = loss_of(weight, inputs, truth)
    with np.errstate(all="ignore"):
        distance = np.linalg.norm(_off(weight, truth))
    assert loss <= SLACK * tolerance, (
        f"the loss of the learned weight should be below the tolerance, {tolerance:g}, got {loss:.6g}"
    )
    allowed = farthest(inputs, tolerance)
    assert distance <= allowed, (
        f"the learned weight should be within {allowed:.6g} of the true one, got a distance of {distance:.6g}"
    )


def loss_of(weight: torch.Tensor, inputs: torch.Tensor, truth: torch.Tensor) -> float:
    """The mean squared error of a weight, whatever its shape."""
    with np.errstate(all="ignore"):
        return float(np.mean((inputs.double().numpy() @ _off(weight, truth)) ** 2))


def _off(weight: torch.Tensor, truth: torch.Tensor) -> Any:
    return weight.double().numpy().reshape(-1) - truth.double().numpy()
