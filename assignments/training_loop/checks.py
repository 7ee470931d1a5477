"""The public checks of training_loop: cases that can be worked out by hand, and the source example."""

import math
from typing import Final

import torch

from autograder import Subject, assert_close, assert_equal, assert_size, assert_unchanged, part

# What the hidden suite looks at beyond these checks.
BEYOND: Final[dict[str, str]] = {
    "design_matrix": "other values of x, a single sample, and that x is left unchanged",
    "gradient_step": (
        "other samples, sizes, learning rates and numbers of epochs, losses that rise, the default learning rate, "
        "and more arguments that must be left unchanged"
    ),
    "stopping": (
        "other tolerances and where they are crossed, a tolerance of 0, the default tolerance, other values of "
        "max_epochs, and runs that overflow at other epochs, soon or late"
    ),
    "convergence": (
        "other samples and starts, near and far, the weight at the stop, and the source example with its small "
        "learning rate"
    ),
    "fit_line": (
        "other lines and numbers of points, lr, tolerance and max_epochs given or left out, and that x and y are left "
        "unchanged"
    ),
}

# Of what may fail because other parts do: a mistake costs the part that it belongs to.
FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "stopping": ("gradient_step",),
    "convergence": ("gradient_step", "stopping"),
    "fit_line": ("design_matrix", "gradient_step", "stopping", "convergence"),
}

INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])  # on the line 3x + 2
START: Final = torch.zeros(1, 2)


@part("design_matrix")
def test_puts_x_beside_a_column_of_ones(submission: Subject) -> None:
    """puts x beside a column of ones"""
    assert_close(submission.design_matrix(torch.tensor([1.0, 2.0, 5.0, -1.0])), INPUTS, "the design matrix")
    expected = torch.tensor([[0.5, 1.0], [0.5, 1.0], [-1.25, 1.0]])
    assert_close(submission.design_matrix(torch.tensor([0.5, 0.5, -1.25])), expected, "the design matrix of fractions")


@part("gradient_step")
def test_follows_two_epochs_by_hand(submission: Subject) -> None:
    """returns the losses and the weight of two epochs that can be worked out by hand"""
    # From 0: errors -2 -4, gradient -10, weight 1. From 1: errors -1 -2, gradient -5, weight 1.5.
    run = submission.train(
        torch.tensor([[1.0], [2.0]]), torch.tensor([2.0, 4.0]), torch.tensor([[0.0]]), lr=0.1, max_epochs=2
    )
    assert_close(run.losses, [10.0, 2.5], "losses", atol=1e-4)
    assert_close(run.weight, [[1.5]], "the weight after 2 epochs", atol=1e-4)


@part("gradient_step")
def test_takes_the_first_step_of_the_source_example(submission: Subject) -> None:
    """takes the first step of the source example from a zero weight"""
    run = submission.train(INPUTS, TARGETS, initial_weight=START, lr=1e-4, max_epochs=1)
    assert_close(run.losses, [94.75], "losses", atol=1e-3)
    assert_close(run.weight, [[0.00535, 0.00145]], "the weight after 1 epoch", atol=1e-7)


@part("gradient_step")
def test_starts_from_the_initial_weight(submission: Subject) -> None:
    """starts from the initial weight that it is given, and takes targets that are no whole numbers"""
    # From 3.1: errors 0.6 1.2, gradient 3, weight 2.8.
    run = submission.train(
        torch.tensor([[1.0], [2.0]]), torch.tensor([2.5, 5.0]), torch.tensor([[3.1]]), lr=0.1, max_epochs=1
    )
    assert_close(run.losses, [0.9], "losses", atol=1e-5)
    assert_close(run.weight, [[2.8]], "the weight after 1 epoch", atol=1e-5)


@part("gradient_step")
def test_derives_by_every_feature(submission: Subject) -> None:
    """derives the loss by every weight, also where no feature is always 1"""
    # Errors 3 2, gradients 3 * 1 + 2 * 3 and 3 * 2 - 2 * 1.
    inputs, weight = torch.tensor([[1.0, 2.0], [3.0, -1.0]]), torch.ones(1, 2)
    run = submission.train(inputs, torch.zeros(2), weight, lr=0.1, max_epochs=1)
    assert_close(run.losses, [6.5], "losses", atol=1e-5)
    assert_close(run.weight, [[0.1, 0.6]], "the weight after 1 epoch", atol=1e-5)


@part("gradient_step")
def test_counts_every_sample(submission: Subject) -> None:
    """takes one step an epoch with the mean over all samples, also where there are 41"""
    # From 0: one error of -41 and 40 of 0, loss 41, gradient 2/41 * -41 = -2.
    targets = torch.tensor([0.0] * 40 + [41.0])
    run = submission.train(torch.ones(41, 1), targets, torch.zeros(1, 1), lr=0.1, max_epochs=1)
    assert_close(run.losses, [41.0], "losses", atol=1e-3)
    assert_close(run.weight, [[0.2]], "the weight after 1 epoch", atol=1e-5)


@part("gradient_step")
def test_leaves_its_arguments_unchanged(submission: Subject) -> None:
    """leaves inputs, targets and the initial weight as they were"""
    assert_unchanged(submission.train.observe(INPUTS, TARGETS, START, lr=0.01, max_epochs=3))


# Error 4, 2, 1, 0.5: the losses are 16, 4, 1, 0.25.
HALVING: Final = {"inputs": torch.tensor([[2.0]]), "targets": torch.tensor([4.0]), "initial_weight": torch.zeros(1, 1)}


@part("gradient_step")
def test_keeps_to_its_learning_rate(submission: Subject) -> None:
    """takes steps of the same learning rate in every epoch"""
    # The weight is halved in every epoch, from 2, so each loss is a quarter of the one before.
    inputs, targets, weight = torch.tensor([[2.0]]), torch.tensor([0.0]), torch.tensor([[2.0]])
    losses = submission.train(inputs, targets, weight, lr=0.0625, tolerance=1e-30, max_epochs=20).losses
    assert_size(losses, 20, "losses", "max_epochs is 20, and no loss is below the tolerance")
    assert_close(losses[-1] * 4.0**19, 16.0, "the last loss times 4^19", atol=1e-3)


@part("stopping")
def test_stops_below_the_tolerance(submission: Subject) -> None:
    """stops at the first epoch whose loss is below the tolerance"""
    run = submission.train(**HALVING, lr=0.0625, tolerance=2.0, max_epochs=20)
    assert_size(run.losses, 3, "losses", "of 16, 4 and 1 only the last is below the tolerance, 2")
    assert_equal(run.converged, True, "converged", "the last loss is below the tolerance")


@part("stopping")
def test_does_not_stop_at_the_tolerance(submission: Subject) -> None:
    """does not stop at a loss that equals the tolerance"""
    run = submission.train(**HALVING, lr=0.0625, tolerance=4.0, max_epochs=20)
    assert_size(run.losses, 3, "losses", "of 16, 4 and 1 only the last is below the tolerance, 4")


@part("stopping")
def test_stops_after_max_epochs(submission: Subject) -> None:
    """stops after max_epochs epochs if no loss is below the tolerance"""
    run = submission.train(**HALVING, lr=0.0625, tolerance=0.5, max_epochs=3)
    assert_size(run.losses, 3, "losses", "max_epochs is 3, and no loss is below the tolerance")
    assert_equal(run.converged, False, "converged", "the last loss is above the tolerance")


@part("stopping")
def test_goes_on_where_the_loss_hardly_changes(submission: Subject) -> None:
    """does not stop because a loss, or the weight, is nearly that of the epoch before"""
    # The error is multiplied by 1 - 8e-9 in every epoch, or by 1 - 8e-7: the loss stays at 16.
    run = submission.train(**HALVING, lr=1e-9, tolerance=0.5, max_epochs=30)
    assert_size(run.losses, 30, "losses", "max_epochs is 30, and no loss is below the tolerance, 0.5")
    inputs, targets, weight = torch.tensor([[2.0]]), torch.tensor([0.0]), torch.tensor([[2.0]])
    run = submission.train(inputs, targets, weight, lr=1e-7, tolerance=0.5, max_epochs=30)
    assert_size(run.losses, 30, "losses", "max_epochs is 30, and no loss is below the tolerance, 0.5")


@part("stopping")
def test_stops_where_the_loss_is_not_finite(submission: Subject) -> None:
    """stops when the loss is no longer finite"""
    run = submission.train(**HALVING, lr=10.0, tolerance=1e-3, max_epochs=400)
    assert len(run.losses) < 400, "the run should stop when its loss is no longer finite; it went on to max_epochs"
    assert not math.isfinite(run.losses[-1]), f"the last loss should not be finite, got {run.losses[-1]:.6g}"
    assert_equal(run.converged, False, "converged", "the last loss is not finite")


@part("convergence")
def test_reaches_the_line(submission: Subject) -> None:
    """reaches the line of the source example with a large learning rate"""
    run = submission.train(INPUTS, TARGETS, START, lr=0.1, tolerance=1e-4, max_epochs=1000)
    assert_equal(run.converged, True, "converged", "1000 epochs are enough at this learning rate")
    # A loss L leaves the weight at most sqrt(2 L / 1.1465) away, 0.0133 here.
    assert_close(run.weight, [[3.0, 2.0]], "the weight", atol=0.0133)


@part("fit_line")
def test_finds_the_line(submission: Subject) -> None:
    """returns the slope and the intercept of the source example, in this order"""
    answer = submission.fit_line(torch.tensor([1.0, 2.0, 5.0, -1.0]), TARGETS, lr=0.1, tolerance=1e-4)
    assert_close(answer, (3.0, 2.0), "(slope, intercept)", atol=0.0133)


@part("fit_line")
def test_trains_for_one_epoch(submission: Subject) -> None:
    """returns what one epoch of training learns from a zero weight"""
    # From 0: errors -2 -4, gradients -10 and -6.
    answer = submission.fit_line(torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0]), lr=0.1, max_epochs=1)
    assert_close(answer, (1.0, 0.6), "(slope, intercept) after 1 epoch", atol=1e-5)
