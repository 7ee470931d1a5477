"""The hidden suite of training_loop.

A mistake should cost the part that it belongs to and no other, so each part reads the answers its own way:
gradient_step compares with the reference only over epochs that both have, stopping judges a run by its own
losses, convergence by the returned weight alone, and fit_line asks the submission's own `train` where the
line is off.
"""

import math
from typing import Any, Final

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.suite import assert_close, part

from . import strategies
from .strategies import Descent, Line, Solvable, Steps

# Among all right test submissions, float64 inside or not, the losses of the drawn runs differ by 1e-6 (1 + L) at most.
# The tolerance is 60 times as wide. Work in float16 is 20 times further off than that; a wrong gradient changes a loss
# by some percent.
LOSS: Final = {"rtol": 6e-5, "atol": 6e-5}
# Weights (|w| <= 10) are wrong by 1e-5 at most; an epoch more, or another gradient, moves them by 1e-2.
WEIGHT: Final = {"atol": 1e-4}

MOST_EPOCHS: Final = 5_000  # a run that overlooks max_epochs in `strategies.steps` has reached the tolerance by then

# Room for a loss that lacks a factor 2 (judged as gradient_step) and a little rounding.
SLACK: Final = 2.2


# ---------------------------------------------------------------------------------------------- design_matrix


@part("design_matrix", marks=6, examples=20)
@given(x=strategies.vectors(2, 6))
def test_puts_x_beside_a_column_of_ones(submission: Any, reference: Any, x: torch.Tensor) -> None:
    """puts x beside a column of ones, in this order"""
    assert_close(submission.design_matrix(x), reference.design_matrix(x), "the design matrix")


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(1, 1))
def test_gives_one_sample_one_row(submission: Any, reference: Any, x: torch.Tensor) -> None:
    """gives a single sample a matrix with one row"""
    assert_close(submission.design_matrix(x=x), reference.design_matrix(x=x), "the design matrix of one sample")


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(2, 4))
def test_leaves_x_alone(submission: Any, x: torch.Tensor) -> None:
    """leaves x as it was"""
    seen = submission.design_matrix.observe(x)
    assert not seen.changed, f"design_matrix changed its argument {', '.join(seen.changed)} in place"
    found = set(seen.value.double().reshape(-1).tolist())
    assert found >= set(x.double().tolist()), "the design matrix does not hold the values of x"


# ---------------------------------------------------------------------------------------------- gradient_step


@part("gradient_step", marks=12, examples=30)
@given(case=strategies.steps())
def test_records_the_loss_of_every_epoch(submission: Any, reference: Any, case: Steps) -> None:
    """records the mean squared error of every epoch, computed before the epoch's step"""
    run = submission.train(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=case.tolerance, max_epochs=case.epochs
    )
    assert_losses_follow(run.losses, reference_run(reference, case, case.epochs).losses)


@part("gradient_step", marks=10, examples=30)
@given(case=strategies.steps())
def test_takes_one_step_an_epoch(submission: Any, reference: Any, case: Steps) -> None:
    """returns the weight after one step of plain gradient descent in every epoch"""
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
    expected = [reference_run(reference, case, count).weight for count in counts]
    assert_one_of(run.weight, expected, f"the weight after {counts[0]} epochs", **WEIGHT)


@part("gradient_step", marks=4)
def test_steps_by_a_ten_thousandth(submission: Any, reference: Any) -> None:
    """multiplies the gradient by 1e-4 where no lr is given"""
    # Inputs so large that 1e-4 is a good learning rate: lr times the largest eigenvalue is 0.31.
    case = Steps(
        inputs=torch.tensor([[40.0, 5.0], [-20.0, 40.0], [10.0, -50.0]]),
        targets=torch.tensor([85.0, 0.0, -30.0]),  # the weight (2, 1) fits them exactly
        weight=torch.tensor([[1.0, 3.0]]),
        lr=1e-4,
        tolerance=1e-2,
        epochs=5,
    )
    run = submission.train(case.inputs, case.targets, case.weight, tolerance=case.tolerance, max_epochs=case.epochs)
    assert_losses_follow(run.losses, reference_run(reference, case, case.epochs).losses)


@part("gradient_step", marks=4, examples=10)
@given(case=strategies.steps())
def test_leaves_its_arguments_alone(submission: Any, case: Steps) -> None:
    """leaves inputs, targets and initial_weight as they were"""
    seen = submission.train.observe(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=case.tolerance, max_epochs=case.epochs
    )
    assert not seen.changed, f"train changed its argument {', '.join(seen.changed)} in place"
    learned = seen.value.weight.double().reshape(-1)
    start = case.weight.double().reshape(-1)
    assert len(learned) == len(start), f"the weight has {len(learned)} entries, expected {len(start)}"
    moved = torch.isfinite(learned).all() and not torch.equal(learned, start)
    assert moved, f"the weight has not moved in {case.epochs} epochs, or is not finite"


def reference_run(reference: Any, case: Steps, epochs: int) -> Any:
    """The reference after so many epochs, whatever its losses; after 0 the weight is the initial one."""
    return reference.train(case.inputs, case.targets, case.weight, lr=case.lr, tolerance=0.0, max_epochs=epochs)


def assert_enough(losses: list[float]) -> None:
    """A run that ends too early costs stopping, but one that hardly began shows no steps to judge."""
    assert len(losses) > 1, f"losses has {len(losses)} entries where the run has 3 epochs or more"


def assert_losses_follow(losses: list[float], expected: list[float]) -> None:
    """Compare the epochs that both have: how many there should be is judged by stopping."""
    assert_enough(losses)
    for epoch, (loss, right) in enumerate(zip(losses, expected, strict=False)):
        assert_close(loss, right, f"the loss of epoch {epoch} (counted from 0)", **LOSS)


def steps_taken(losses: list[float], epochs: int) -> list[int]:
    """The numbers of steps that go with so many losses: a run too long or too short costs stopping."""
    count = len(losses)
    if count == epochs:
        return [count]
    if count > epochs:
        return [epochs, *(steps for steps in (count, count - 1) if steps <= MOST_EPOCHS)]
    return [count, count - 1]


def assert_one_of(actual: Any, expected: list[Any], what: str, *, atol: float) -> None:
    """Assert that `actual` is close to one of the answers; the first is the one to tell of."""
    for other in expected[1:]:
        if close(actual, other, atol):
            return
    assert_close(actual, expected[0], what, atol=atol)


def close(actual: Any, expected: Any, atol: float) -> bool:
    """Whether `assert_close` would pass."""
    try:
        assert_close(actual, expected, "", atol=atol)
    except AssertionError:
        return False
    return True


# --------------------------------------------------------------------------------------------------- stopping

# Error 16, 8, 4, 2, 1: the losses 256, 64, 16, 4, 1 are exact in float32 and float64.
EXACT: Final = Descent(
    inputs=torch.tensor([[2.0]]),
    targets=torch.tensor([40.0]),
    weight=torch.tensor([[28.0]]),
    lr=1 / 16,
    tolerance=2.0,
)
FAR_BELOW: Final = 1e-6  # a tolerance times this is far below the first loss, whatever is called the loss
DIVERGING_LR: Final = 12.5  # an error of EXACT grows 99-fold an epoch: past float32 in 9 epochs, past float64 in 77
DIVERGING_EPOCHS: Final = 300


@part("stopping", marks=5, examples=12)
@given(case=strategies.descents())
def test_stops_at_the_first_loss_below_the_tolerance(submission: Any, case: Descent) -> None:
    """stops at the first epoch whose loss is below the tolerance, and at no other"""
    at_once = train_descent(submission, case, tolerance=1e6, max_epochs=5)
    assert len(at_once.losses) == 1, (
        f"losses has {len(at_once.losses)} entries where the first is below the tolerance already, expected 1"
    )
    for tolerance in (case.tolerance, FAR_BELOW * case.tolerance):
        run = train_descent(submission, case, tolerance=tolerance, max_epochs=200)
        assert_stops_at_first_below(run.losses, tolerance, 200)
    assert_descends(run.losses)


@part("stopping", marks=2)
def test_goes_on_at_the_tolerance_itself(submission: Any) -> None:
    """goes on where a loss equals the tolerance, and is not converged there, as only a smaller one is below it"""
    known = train_descent(submission, EXACT, tolerance=EXACT.tolerance, max_epochs=50).losses
    assert known, "losses is empty"
    tolerance = known[max(len(known) - 2, 0)]  # a loss that the run has on its way
    assert math.isfinite(tolerance), f"the run went on after a loss of {tolerance:.6g}"
    run = train_descent(submission, EXACT, tolerance=tolerance, max_epochs=50)
    assert_stops_at_first_below(run.losses, tolerance, 50)
    equal = train_descent(submission, EXACT, tolerance=tolerance, max_epochs=max(len(known) - 1, 1))
    assert_flag_fits(equal, tolerance)


@part("stopping", marks=2)
def test_stops_below_three_thousandths(submission: Any) -> None:
    """takes 3e-3 for the tolerance where none is given"""
    # The loss shrinks by 0.81 an epoch, so that another default stops elsewhere.
    run = submission.train(EXACT.inputs, EXACT.targets, EXACT.weight, lr=1 / 80, max_epochs=600)
    assert_descends(run.losses)
    assert_stops_at_first_below(run.losses, 3e-3, 600)


@part("stopping", marks=4, examples=8)
@given(epochs=st.integers(1, 8))
def test_stops_after_max_epochs(submission: Any, epochs: int) -> None:
    """stops after max_epochs epochs where no loss is below the tolerance"""
    # lr times the eigenvalue is 0.02, and the tolerance some 140 epochs away: a wrong gradient does not get
    # there either, and a run that overlooks max_epochs ends all the same.
    run = submission.train(EXACT.inputs, EXACT.targets, EXACT.weight, lr=0.0025, tolerance=1.0, max_epochs=epochs)
    count = len(run.losses)
    assert count == epochs, f"losses has {count} entries where max_epochs={epochs} and none is below the tolerance"


@part("stopping", marks=3)
def test_stops_where_the_loss_is_not_finite(submission: Any) -> None:
    """stops at the first epoch whose loss is not finite, and is not converged then"""
    run = diverging(submission)
    assert_descends(run.losses)
    assert_stops_at_first_below(run.losses, EXACT.tolerance, DIVERGING_EPOCHS)
    assert_flag_fits(run, EXACT.tolerance)


@part("stopping", marks=4, examples=8)
@given(case=strategies.descents())
def test_is_converged_where_its_last_loss_is_below_the_tolerance(submission: Any, case: Descent) -> None:
    """is converged exactly where its last loss is below the tolerance, whichever epoch that is"""
    at_once = train_descent(submission, case, tolerance=1e6, max_epochs=5)
    assert at_once.converged, "converged is False where the first loss is below the tolerance"
    for tolerance in (FAR_BELOW * case.tolerance, case.tolerance):
        run = train_descent(submission, case, tolerance=tolerance, max_epochs=200)
        assert_flag_fits(run, tolerance)
        if tolerance < case.tolerance:
            assert_descends(run.losses)
    for last in (len(run.losses), len(run.losses) - 1):  # just enough epochs, and one less
        if last > 0:
            assert_flag_fits(train_descent(submission, case, tolerance=case.tolerance, max_epochs=last), case.tolerance)


def train_descent(submission: Any, case: Descent, *, tolerance: float, max_epochs: int) -> Any:
    return submission.train(
        case.inputs, case.targets, case.weight, lr=case.lr, tolerance=tolerance, max_epochs=max_epochs
    )


def diverging(submission: Any) -> Any:
    """A run that grows beyond all numbers, with a wrong factor in the gradient too."""
    return submission.train(
        EXACT.inputs,
        EXACT.targets,
        EXACT.weight,
        lr=DIVERGING_LR,
        tolerance=EXACT.tolerance,
        max_epochs=DIVERGING_EPOCHS,
    )


def assert_descends(losses: list[float]) -> None:
    """A run from far above its tolerance has several epochs, and overflows only where its losses grew before."""
    assert len(losses) > 1, f"losses has {len(losses)} entries where the first loss is far above the tolerance"
    last, before = losses[-1], losses[-2]
    grew = before > 100 * losses[0]
    assert math.isfinite(last) or grew, f"the last loss is {last:.6g} right after {before:.6g}"


def assert_stops_at_first_below(losses: list[float], tolerance: float, max_epochs: int) -> None:
    """Judge the end of a run by its own losses, right or wrong."""
    assert losses, "losses is empty"
    for epoch, loss in enumerate(losses[:-1]):
        assert math.isfinite(loss), f"the run went on after epoch {epoch}, whose loss is {loss:.6g}"
        assert loss >= tolerance, f"the run went on after epoch {epoch}, whose loss {loss:.6g} is below {tolerance:.6g}"
    last = losses[-1]
    if math.isfinite(last) and len(losses) < max_epochs:
        assert last < tolerance, (
            f"the run stopped at epoch {len(losses) - 1}, whose loss {last:.6g} is not below the tolerance "
            f"{tolerance:.6g}"
        )


def assert_flag_fits(run: Any, tolerance: float) -> None:
    """The flag goes with the run's own last loss."""
    assert run.losses, "losses is empty"
    last = run.losses[-1]
    assert run.converged == (last < tolerance), (
        f"converged is {run.converged} where the last loss is {last:.6g} and the tolerance {tolerance:.6g}"
    )


# ------------------------------------------------------------------------------------------------ convergence

SOURCE_INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
SOURCE_TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])  # on the line 3x + 2
SOURCE_TRUTH: Final = torch.tensor([3.0, 2.0])
WARM_WEIGHT: Final = torch.tensor([[3.1303, 1.4657]])
EPOCHS_ALONE: Final = 100  # enough for every case of `solvable`
WARM_EPOCH: Final = 17_695  # at which the loss falls below 3e-3 from there with lr 1e-4, counted from 0


@part("convergence", marks=10, examples=8)
@given(case=strategies.solvable())
def test_reaches_the_true_weight(submission: Any, reference: Any, case: Solvable) -> None:
    """reaches the tolerance and the true weight on data that one weight fits exactly"""
    # 40 epochs are enough; six times as many leave room for a step that lacks a factor, judged elsewhere.
    assert_converges(submission, reference, case, tolerance=1e-3, max_epochs=250)


@part("convergence", marks=5, examples=4)
@given(case=strategies.solvable(farthest=50))
def test_reaches_the_true_weight_from_far_away(submission: Any, reference: Any, case: Solvable) -> None:
    """reaches the true weight from a start that is far away"""
    assert_converges(submission, reference, case, tolerance=1e-2, max_epochs=350)


def assert_converges(submission: Any, reference: Any, case: Solvable, *, tolerance: float, max_epochs: int) -> None:
    """Judge a run to its end by the weight that it learned."""

    def train(weight: torch.Tensor, epochs: int) -> Any:
        return submission.train(
            case.inputs, case.targets, initial_weight=weight, lr=case.lr, tolerance=tolerance, max_epochs=epochs
        )

    run = train(case.weight, max_epochs)
    try:
        assert_reaches(run.weight, case.inputs, case.truth, tolerance=tolerance)
    except AssertionError:
        # Where several epochs are wrong together, although each alone is right (gradients that accumulate, momentum),
        # gradient_step has judged it; and epochs one by one have to arrive.
        right = reference.train(case.inputs, case.targets, case.weight, lr=case.lr, tolerance=0.0, max_epochs=3)
        if close(train(case.weight, 3).weight, right.weight, **WEIGHT):
            raise
        weight = case.weight
        for _ in range(EPOCHS_ALONE):
            weight = train(weight, 1).weight.float()
            if weight.shape != case.weight.shape:
                raise
        assert_reaches(weight, case.inputs, case.truth, tolerance=tolerance)


@part("convergence", marks=10, long_calls=True)
def test_repeats_the_long_run(submission: Any, reference: Any) -> None:
    """learns the source example from (3.1303, 1.4657) with a learning rate of 1e-4"""
    source = (SOURCE_INPUTS, SOURCE_TARGETS, WARM_WEIGHT)
    begun = submission.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=1001).losses
    right = reference.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=1001).losses
    if len(begun) != len(right) or not math.isclose(begun[1000], right[1000], rel_tol=1e-3):
        # Another gradient, which gradient_step has judged, has another count; and it may take for ever.
        early = submission.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=10)
        at_once = len(early.losses) <= 11 and close(early.weight, SOURCE_TRUTH[None], 0.2)
        assert not at_once, f"the weight is the true one after 10 epochs of {WARM_EPOCH}"
        run = submission.train(*source, lr=1e-4, tolerance=3e-3, max_epochs=30_000)
        assert_reaches(run.weight, SOURCE_INPUTS, SOURCE_TRUTH, tolerance=3e-3)
        return
    run = submission.train(*source, lr=1e-4, tolerance=3e-3)
    assert_reaches(run.weight, SOURCE_INPUTS, SOURCE_TRUTH, tolerance=3e-3)
    below = next((epoch for epoch, loss in enumerate(run.losses) if loss < 3e-3), len(run.losses))
    # A loss shrinks by 2.3e-4 of itself an epoch here: another order of summation moves the count by a few.
    assert abs(below - WARM_EPOCH) <= WARM_EPOCH / 1000, (
        f"the loss falls below 3e-3 at epoch {below}, expected at epoch {WARM_EPOCH} (within 0.1 %)"
    )


def assert_reaches(weight: torch.Tensor, inputs: torch.Tensor, truth: torch.Tensor, *, tolerance: float) -> None:
    """Judge the weight by its loss L, and by its distance, which is at most sqrt(2 L / lambda_min)."""
    assert weight.numel() == truth.numel(), (
        f"the weight has {weight.numel()} entries, expected {truth.numel()}, one a feature"
    )
    x = inputs.double().numpy()
    off = weight.double().numpy().reshape(-1) - truth.double().numpy()
    smallest = np.linalg.eigvalsh(2 * x.T @ x / len(x))[0]
    with np.errstate(all="ignore"):
        loss, distance = np.mean((x @ off) ** 2), np.linalg.norm(off)
    assert loss <= SLACK * tolerance, (
        f"the loss of the weight learned is {loss:.6g}, expected one below the tolerance {tolerance:g}"
    )
    allowed = math.sqrt(2 * SLACK * tolerance / smallest)
    assert distance <= allowed, (
        f"the weight is {distance:.6g} away from the true weight, expected {allowed:.6g} at most"
    )


# --------------------------------------------------------------------------------------------------- fit_line


@part("fit_line", marks=6, examples=8)
@given(line=strategies.lines())
def test_finds_the_line(submission: Any, reference: Any, line: Line) -> None:
    """returns slope and intercept, in this order, of points that lie on a line"""
    options = {"lr": line.lr, "tolerance": 1e-3, "max_epochs": 300}
    found = submission.fit_line(line.x, line.y, **options)
    x = reference.design_matrix(line.x).double().numpy()
    smallest = np.linalg.eigvalsh(2 * x.T @ x / len(x))[0]
    allowed = math.sqrt(2 * SLACK * 1e-3 / smallest)
    assert_line(submission, reference, line.x, line.y, options, found, [(line.slope, line.intercept)], allowed)


@part("fit_line", marks=3)
def test_has_the_defaults_of_train(submission: Any, reference: Any) -> None:
    """takes 1e-4 for lr and 3e-3 for the tolerance where none is given"""
    # Points so far out that 1e-4 is a good learning rate: the loss shrinks by 0.66 an epoch, and passes 3e-3 in the
    # middle between two epochs, each of them 13 % away or more. The intercept hardly moves from its true value, 0.
    x = torch.tensor([40.0, -40.0, 20.0, -10.0])
    found = submission.fit_line(x, 3 * x, max_epochs=400)
    options = {"lr": 1e-4, "tolerance": 3e-3, "max_epochs": 400}
    expected = reference_lines(reference, x, 3 * x, options)
    # An epoch moves the slope by 3e-4 there, rounding by 1e-6.
    assert_line(submission, reference, x, 3 * x, options, found, expected, 2e-5)


@part("fit_line", marks=4)
def test_passes_its_options_on(submission: Any, reference: Any) -> None:
    """starts from a zero weight, and trains with the lr, tolerance and max_epochs that it is given"""
    x = torch.tensor([1.0, -1.0, 2.0, -2.0])
    y = 3 * x + 2
    for options in (
        {"lr": 0.05, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.1, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.05, "tolerance": 1.1, "max_epochs": 100},
    ):
        found = submission.fit_line(x=x, y=y, **options)
        expected = reference_lines(reference, x, y, options)
        # An epoch more or less moves slope or intercept by 0.09, rounding by 1e-6.
        assert_line(submission, reference, x, y, options, found, expected, 1e-4)


@part("fit_line", marks=2, examples=4)
@given(line=strategies.lines())
def test_leaves_x_and_y_alone(submission: Any, reference: Any, line: Line) -> None:
    """leaves x and y as they were"""
    seen = submission.fit_line.observe(line.x, line.y, lr=line.lr, max_epochs=3)
    mirrored = submission.fit_line(line.x, -line.y, lr=line.lr, max_epochs=3)
    assert all(map(math.isfinite, seen.value)), f"the line is {seen.value}"
    assert seen.value != mirrored or not line.y.any(), "fit_line finds the same line for y and for -y"
    changed = set(seen.changed)
    if "y" in changed:
        inputs = reference.design_matrix(line.x)
        blamed = submission.train.observe(inputs, line.y, torch.zeros(1, 2), lr=line.lr, max_epochs=3).changed
        changed -= {"y"} if "targets" in blamed else set()  # then it costs gradient_step
    assert not changed, f"fit_line changed its argument {', '.join(sorted(changed))} in place"


def reference_lines(reference: Any, x: torch.Tensor, y: torch.Tensor, options: dict[str, Any]) -> list[Any]:
    """The reference's line, without and with the step of the epoch at which it stops."""
    inputs, start = reference.design_matrix(x), torch.zeros(1, 2)
    run = reference.train(inputs, y, start, **options)
    count = len(run.losses)
    counts = [count - 1, count] if run.converged else [count]
    unstopped = {**options, "tolerance": 0.0}
    return [
        reference.train(inputs, y, start, **{**unstopped, "max_epochs": steps}).weight.reshape(-1) for steps in counts
    ]


def assert_line(
    submission: Any,
    reference: Any,
    x: torch.Tensor,
    y: torch.Tensor,
    options: dict[str, Any],
    found: Any,
    expected: list[Any],
    atol: float,
) -> None:
    """Accept a right line, or what the submission's own `train` learns, as its mistakes cost other parts."""
    if any(close(found, other, atol) for other in expected):
        return
    inputs, start = reference.design_matrix(x), torch.zeros(1, 2)
    own, mirrored = (submission.train(inputs, targets, start, **options).weight for targets in (y, -y))
    # From zero whatever is trained to -y is trained to y, mirrored: a constant is not.
    is_trained = bool(torch.isfinite(own).all() and own.any()) and close(mirrored, -own, WEIGHT["atol"])
    if not (is_trained and close(found, own.reshape(-1), WEIGHT["atol"])):
        assert_close(found, expected[0], "(slope, intercept)", atol=atol)
