"""The hidden checks of the end of a run of `train`, which is judged by its own losses, right or wrong."""

import itertools
import math
from typing import Any, Final

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import Subject, assert_equal, assert_size, part, shown

from . import strategies
from .descent import assert_descends_on_the_data
from .strategies import Descent

# Error 16, 8, 4, 2, 1: the losses 256, 64, 16, 4, 1 are exact in float32 and float64. Two copies of one sample, with a
# second feature that changes nothing, so that n - 1 and squeeze() are judged by gradient_step alone.
EXACT: Final = Descent(
    inputs=torch.tensor([[2.0, 0.0], [2.0, 0.0]]),
    targets=torch.tensor([-8.0, -8.0]),
    weight=torch.tensor([[4.0, 0.0]]),
    lr=1 / 16,
    tolerance=2.0,
)
# Its error is 1, so that it may grow and be small all the same.
CLOSE: Final = EXACT._replace(weight=torch.tensor([[-3.5, 0.0]]))
FAR_BELOW: Final = 1e-6  # a tolerance times this is far below the first loss, whatever is called the loss
# The same with inputs so large that even a learning rate of 1e-4 (for whoever overlooks lr) makes an error grow some
# 100-fold per epoch: past float32 in 9 epochs, past float64 in 77.
DIVERGING: Final = EXACT._replace(
    inputs=torch.tensor([[704.0, 0.0], [704.0, 0.0]]),
    targets=torch.tensor([-16.0, -16.0]),
    weight=torch.zeros(1, 2),
    lr=1e-4,
)
DIVERGING_EPOCHS: Final = 300
# The error is only doubled (times -2) in every epoch: past float32 in 64 epochs, past float64 in 512. That is longer
# than a loss that does not fall is waited for by whoever then takes smaller steps.
DIVERGING_SLOWLY: Final = EXACT._replace(
    inputs=torch.tensor([[122.5, 0.0], [122.5, 0.0]]),
    targets=torch.tensor([-2.0, -2.0]),
    weight=torch.zeros(1, 2),
    lr=1e-4,
)
SLOW_EPOCHS: Final = 800


@part("stopping", marks=5, examples=12)
@given(case=strategies.descents())
def test_stops_at_the_first_loss_below_the_tolerance(submission: Subject, case: Descent) -> None:
    """stops at the first epoch whose loss is below the tolerance, and at no other"""
    at_once = train_descent(submission, case, tolerance=1e9, max_epochs=5)
    assert_size(at_once.losses, 1, "losses", "the first loss is below the tolerance already")
    for tolerance in (case.tolerance, FAR_BELOW * case.tolerance):
        run = train_descent(submission, case, tolerance=tolerance, max_epochs=200)
        assert_stops_at_first_below(run.losses, tolerance, 200)
    assert_descends(run.losses)
    assert_descends_on_the_data(submission)


@part("stopping", marks=2)
def test_goes_on_at_the_tolerance_itself(submission: Subject) -> None:
    """goes on when a loss equals the tolerance, and is not converged there: only a smaller loss is below it"""
    losses = train_descent(submission, EXACT, tolerance=EXACT.tolerance, max_epochs=50).losses
    assert_recorded(losses)
    tolerance = losses[max(len(losses) - 2, 0)]  # a loss that the run has on its way
    assert math.isfinite(tolerance), f"the run should stop when its loss is not finite; it went on after {tolerance}"
    run = train_descent(submission, EXACT, tolerance=tolerance, max_epochs=50)
    assert_stops_at_first_below(run.losses, tolerance, 50)
    equal = train_descent(submission, EXACT, tolerance=tolerance, max_epochs=max(len(losses) - 1, 1))
    assert_flag_fits(equal, tolerance)
    assert_descends_on_the_data(submission)


@part("stopping", marks=1, long_calls=True)  # so that each call is made only if the one before it was answered well
def test_takes_zero_for_a_tolerance(submission: Subject) -> None:
    """never ends below a tolerance of 0, even where the loss becomes 0, and is not converged there"""
    # Only max_epochs ends such a run: one that overlooks it is known by a tolerance that ends it all the same.
    begun = train_descent(submission, EXACT, tolerance=EXACT.tolerance, max_epochs=2)
    assert len(begun.losses) <= 2, f"the run should have 2 epochs, as max_epochs is 2; got {len(begun.losses)}"
    # At lr 1/16 the loss is below any usual tolerance within 12 epochs; at 1/8 the error is 0 after one step.
    for lr in (1 / 16, 1 / 8):
        case = EXACT._replace(lr=lr)
        run = train_descent(submission, case, tolerance=0.0, max_epochs=12)
        assert_stops_at_first_below(run.losses, 0.0, 12)
        assert_flag_fits(run, 0.0)
    assert_descends_on_the_data(submission)


@part("stopping", marks=2)
def test_stops_below_three_thousandths(submission: Subject) -> None:
    """uses a tolerance of 3e-3 if none is given"""
    # The loss is multiplied by 0.81 in every epoch, so that another default stops elsewhere.
    run = submission.train(EXACT.inputs, EXACT.targets, EXACT.weight, lr=1 / 80, max_epochs=600)
    assert_descends(run.losses)
    assert_stops_at_first_below(run.losses, 3e-3, 600)
    assert_flag_fits(run, 3e-3)
    assert_descends_on_the_data(submission)


@part("stopping", marks=3, examples=8)
@given(epochs=st.integers(1, 8))
@example(epochs=1)
@example(epochs=20)
def test_stops_after_max_epochs(submission: Subject, epochs: int) -> None:
    """stops after max_epochs epochs if no loss is below the tolerance"""
    # The loss shrinks by 4 % in every epoch, and is below the tolerance after 300: there ends whoever overlooks
    # max_epochs. A wrong gradient does not get there within 20 epochs either, and momentum does not swing through.
    run = submission.train(EXACT.inputs, EXACT.targets, EXACT.weight, lr=0.0025, tolerance=1e-3, max_epochs=epochs)
    assert_size(run.losses, epochs, "losses", f"max_epochs is {epochs}, and no loss is below the tolerance")
    assert_descends_on_the_data(submission)


@part("stopping", marks=3)
def test_stops_where_the_loss_is_not_finite(submission: Subject) -> None:
    """stops at the first epoch whose loss is not finite, even at epoch 0, and is not converged then"""
    # All in one check, as it is the one that hangs where max_epochs is overlooked too: in a second, train would not be
    # called any more.
    assert_overflows(submission, DIVERGING, DIVERGING_EPOCHS)
    assert_overflows(submission, DIVERGING_SLOWLY, SLOW_EPOCHS)
    for targets in ([-8.0, math.inf], [math.nan, -8.0], [-math.inf, -math.inf]):
        assert_begins_with_no_number(submission, torch.tensor(targets))
    assert_descends_on_the_data(submission)


@part("stopping", marks=4, examples=8)
@given(case=strategies.descents())
def test_is_converged_where_its_last_loss_is_below_the_tolerance(submission: Subject, case: Descent) -> None:
    """is converged exactly when its last loss is below the tolerance, at whichever epoch that is"""
    at_once = train_descent(submission, case, tolerance=1e9, max_epochs=5)
    assert_equal(at_once.converged, True, "converged", "the first loss is below the tolerance already")
    for tolerance in (FAR_BELOW * case.tolerance, case.tolerance):
        run = train_descent(submission, case, tolerance=tolerance, max_epochs=200)
        assert_flag_fits(run, tolerance)
        if tolerance < case.tolerance:
            assert_descends(run.losses)
    for last in (len(run.losses), len(run.losses) - 1):  # just enough epochs, and one less
        if last > 0:
            assert_flag_fits(train_descent(submission, case, tolerance=case.tolerance, max_epochs=last), case.tolerance)
    assert_descends_on_the_data(submission)


def assert_overflows(submission: Subject, case: Descent, epochs: int) -> None:
    """A run whose errors grow in every epoch gets to a loss that is not finite, and ends there."""
    run = train_descent(submission, case, tolerance=case.tolerance, max_epochs=epochs)
    assert_descends(run.losses)
    assert_stops_at_first_below(run.losses, case.tolerance, epochs)
    assert_flag_fits(run, case.tolerance)
    if not math.isfinite(run.losses[-1]) and _is_near(run.weight, case.weight):
        # Who returns the first weight, or that of the smallest loss, from any run is judged by gradient_step.
        growing = train_descent(submission, CLOSE._replace(lr=3 / 8), tolerance=1e-3, max_epochs=5)
        assert _is_near(growing.weight, CLOSE.weight), (
            f"the weight of a run that ends because its loss is not finite should be that of its last epochs, which "
            f"is far from where it started; got {shown(run.weight)}"
        )
    if math.isfinite(run.losses[-1]):
        # Steps that are limited everywhere (Adam, clipped gradients), or are smaller from some epoch on or as soon as a
        # loss rises, are judged by gradient_step. Where these are all right, something keeps large ones from growing.
        limited = not (
            _changes(submission, EXACT, 1 / 16, 1 / 4, 3)
            and _changes(submission, EXACT, 1 / 400, 0.98**2, 60)
            and _changes(submission, CLOSE, 3 / 8, 4.0, 5)
        )
        assert limited, (
            f"a run whose errors grow in every epoch should end because its loss is not finite; after "
            f"{len(run.losses)} epochs the last loss is {run.losses[-1]:.6g}"
        )


def _is_near(weight: torch.Tensor, start: torch.Tensor) -> bool:
    """Whether a weight is where a run started from, and not where errors that grow have taken it."""
    return weight.numel() == start.numel() and bool((weight.reshape(-1) - start.reshape(-1)).abs().max() < 3)


def _changes(submission: Subject, case: Descent, lr: float, ratio: float, epochs: int) -> bool:
    """Whether the loss is multiplied by the ratio that belongs to lr, in each of so many epochs."""
    losses = train_descent(submission, case._replace(lr=lr), tolerance=1e-3, max_epochs=epochs).losses
    return len(losses) >= epochs and all(
        math.isclose(after, ratio * before, rel_tol=1e-3) for before, after in itertools.pairwise(losses[:epochs])
    )


def assert_begins_with_no_number(submission: Subject, targets: torch.Tensor) -> None:
    """A run whose first loss is not finite has one epoch."""
    for tolerance in (2.0, 1e6):
        run = submission.train(EXACT.inputs, targets, EXACT.weight, lr=EXACT.lr, tolerance=tolerance, max_epochs=5)
        assert_size(run.losses, 1, "losses", "the first loss is not finite")
        assert not math.isfinite(run.losses[0]), f"the loss should not be finite here, got {run.losses[0]:.6g}"
        assert_equal(run.converged, False, "converged", "the last loss is not finite")


def train_descent(submission: Subject, case: Descent, *, tolerance: float, max_epochs: int) -> Any:
    """The submission's run on a case."""
    return submission.train(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=tolerance, max_epochs=max_epochs
    )


def assert_recorded(losses: list[float]) -> None:
    """There is a loss to judge."""
    assert losses, "losses should have an entry for every epoch, got none"


def assert_descends(losses: list[float]) -> None:
    """A run from far above its tolerance has several epochs, and overflows only after its losses have grown."""
    assert len(losses) > 1, (
        f"losses should have several entries: the first loss is far above the tolerance; got {len(losses)}"
    )
    last, before = losses[-1], losses[-2]
    grew = before > 100 * losses[0]
    assert math.isfinite(last) or grew, f"the last loss is {last:.6g}, although the one before is only {before:.6g}"


def assert_stops_at_first_below(losses: list[float], tolerance: float, max_epochs: int) -> None:
    """The run ends at its first loss that is below the tolerance or not finite, or after max_epochs."""
    assert_recorded(losses)
    for epoch, loss in enumerate(losses[:-1]):
        assert math.isfinite(loss), f"the run should stop at epoch {epoch}: its loss, {loss:.6g}, is not finite"
        assert loss >= tolerance, (
            f"the run should stop at epoch {epoch}: its loss, {loss:.6g}, is below the tolerance, {tolerance:.6g}"
        )
    last = losses[-1]
    if math.isfinite(last) and len(losses) < max_epochs:
        assert last < tolerance, (
            f"the run should go on after epoch {len(losses) - 1}: its loss, {last:.6g}, is not below the tolerance, "
            f"{tolerance:.6g}"
        )


def assert_flag_fits(run: Any, tolerance: float) -> None:
    """`converged` goes with the run's own last loss."""
    assert_recorded(run.losses)
    last = run.losses[-1]
    below = last < tolerance
    why = f"the last loss, {last:.6g}, is {'' if below else 'not '}below the tolerance, {tolerance:.6g}"
    assert_equal(run.converged, below, "converged", why)
