"""The hidden checks of `fit_line`: where a line is off, the submission's own `train` is asked, and may be to blame."""

from contextlib import suppress
from typing import Any, Final, NamedTuple

import torch
from hypothesis import example, given

from autograder import Subject, agrees, assert_close, assert_finite, assert_unchanged, part

from . import strategies
from .comparisons import WEIGHT
from .strategies import Line

START: Final = torch.zeros(1, 2)
# Right work in float32 and in float64 differs by 1e-6 of the line at most.
NEAR: Final = 1.5e-5
SLOW: Final = {"lr": 1.5e-4, "tolerance": 0.0277}  # some 10 250 epochs
SLOW_ROOM: Final = 5e-4

# Whose line could be told without training: equal values, two points, one point.
PLAIN: Final = (
    (torch.tensor([1.25, -0.75, 1.0, -1.25]), torch.full((4,), 3.5)),
    (torch.tensor([1.25, -0.75]), torch.tensor([4.5, 0.5])),
    (torch.tensor([0.75]), torch.tensor([-2.5])),
)


class Fit(NamedTuple):
    """The arguments of `fit_line`."""

    x: torch.Tensor
    y: torch.Tensor
    options: dict[str, Any]  # lr, tolerance and max_epochs


@part("fit_line", marks=4, examples=8)
@given(line=strategies.lines())
@example(line=strategies.SMALL_LINE)
@example(line=strategies.UNEVEN_LINE)
@example(line=strategies.FAR_POINT)
def test_finds_the_line(submission: Subject, reference: Subject, line: Line) -> None:
    """returns the slope and the intercept, in this order, for points on a line, as far as they are learned"""
    tolerance = 1e-4 * max(line.slope**2, line.intercept**2)
    fit = Fit(line.x, line.y, {"lr": line.lr, "tolerance": tolerance, "max_epochs": 400})
    answer = submission.fit_line(fit.x, fit.y, **fit.options)
    # Rounding may move the stop by an epoch where a loss is next to the tolerance. An epoch moves the line by 4 % or
    # more of what it is off, which is at least 1e-3 of its size: 4e-5.
    expected = reference_lines(reference, fit, either_side=1)
    assert_line(submission, reference, fit, answer, expected, atol=NEAR * max(abs(line.slope), abs(line.intercept)))


@part("fit_line", marks=2)
def test_has_the_defaults_of_train(submission: Subject, reference: Subject) -> None:
    """uses lr 1e-4 and tolerance 3e-3 if none are given"""
    # Points so far out that 1e-4 is a good learning rate: the loss is multiplied by 0.66 in every epoch, and passes
    # 3e-3 in the middle between two epochs, each of them 13 % away or more. The intercept hardly moves from its true
    # value, 0.
    x = torch.tensor([40.0, -40.0, 20.0, -10.0])
    fit = Fit(x, 3 * x, {"lr": 1e-4, "tolerance": 3e-3, "max_epochs": 400})
    for options in ({}, {"lr": 1e-4}, {"tolerance": 3e-3}):
        answer = submission.fit_line(fit.x, fit.y, max_epochs=400, **options)
        # An epoch moves the slope by 3e-4 there, rounding by 1e-6.
        assert_line(submission, reference, fit, answer, reference_lines(reference, fit), atol=2e-5)


@part("fit_line", marks=3, long_calls=True)
def test_has_the_epochs_of_train(submission: Subject, reference: Subject) -> None:
    """stops only after many epochs if no max_epochs is given, and never below a tolerance of 0"""
    # The errors of slope and intercept, 3 and -2 at first, shrink by 1 - 2 lr in every epoch. They are at the tolerance
    # after some 10 250; 10 000 leave the slope 0.01 further off, an epoch more or less 4e-5.
    x = torch.tensor([1.0, -1.0, 1.0, -1.0])
    long = Fit(x, 3 * x - 2, {**SLOW, "max_epochs": 100_000})
    # A loss of 2 is reached after 46 epochs, before the one run is over and after the other.
    for epochs in (100, 40):
        short = Fit(x, long.y, {"lr": 0.01, "tolerance": 2.0, "max_epochs": epochs})
        early = submission.fit_line(x, short.y, **short.options)
        lines = reference_lines(reference, short)
        assert_line(submission, reference, short, early, lines, atol=SLOW_ROOM)
        if not any(agrees(early, line, atol=SLOW_ROOM) for line in lines):
            return  # it takes another number of epochs, which is judged elsewhere: perhaps it never ends
    # A tolerance of 3e-3 leaves slope and intercept off by 0.04.
    zero = Fit(x, long.y, {"lr": 0.05, "tolerance": 0.0, "max_epochs": 100})
    answer = submission.fit_line(x, zero.y, **zero.options)
    assert_line(submission, reference, zero, answer, reference_lines(reference, zero), atol=SLOW_ROOM)
    answer = submission.fit_line(x, long.y, **SLOW)
    assert_line(submission, reference, long, answer, reference_lines(reference, long), atol=SLOW_ROOM)


@part("fit_line", marks=3)
def test_passes_its_options_on(submission: Subject, reference: Subject) -> None:
    """starts from a zero weight, and trains with the lr, tolerance and max_epochs that it is given"""
    x = torch.tensor([1.0, -1.0, 2.0, -2.0])
    for options in (
        {"lr": 0.05, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.1, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.3, "tolerance": 1e-2, "max_epochs": 4},  # the slope swings past its value, and comes nearer
        {"lr": 0.05, "tolerance": 1.1, "max_epochs": 100},
        {"lr": 0.05, "tolerance": 1e-2, "max_epochs": 3},
    ):
        fit = Fit(x, 3 * x + 2, options)
        answer = submission.fit_line(x=fit.x, y=fit.y, **options)
        # An epoch more or less moves slope or intercept by 0.09, rounding by 1e-6.
        assert_line(submission, reference, fit, answer, reference_lines(reference, fit), atol=1e-4)


@part("fit_line", marks=1)
def test_trains_where_the_line_is_plain(submission: Subject, reference: Subject) -> None:
    """trains where equal values, two points or a single one tell the line as well"""
    for x, y in PLAIN:
        if len(x) == 1 and not has_right_matrix(submission, reference, x):
            continue  # a single sample in the wrong shape has cost design_matrix
        fit = Fit(x, y, {"lr": 0.1, "tolerance": 1e-2, "max_epochs": 4})
        answer = submission.fit_line(x, y, **fit.options)
        # An epoch moves slope or intercept by 0.1 or more, rounding by 1e-6.
        assert_line(submission, reference, fit, answer, reference_lines(reference, fit), atol=1e-4)


@part("fit_line", marks=2, examples=4)
@given(line=strategies.lines())
def test_leaves_x_and_y_alone(submission: Subject, reference: Subject, line: Line) -> None:
    """leaves x and y unchanged"""
    size = max(abs(line.slope), abs(line.intercept))
    # The loss is at least 0.56 size^2 at first and 0.15 size^2 after 3 epochs; at the tolerance the line is still off.
    options = {"lr": line.lr / 4, "tolerance": 1e-2 * size * min(size, 1.0), "max_epochs": 3}
    observed = submission.fit_line.observe(line.x, line.y, **options)
    mirrored = submission.fit_line(line.x, -line.y, **options)
    assert_finite(observed.value, "(slope, intercept)")
    assert observed.value != mirrored, "fit_line should not find the same line for y and for -y"
    at_once = agrees(observed.value, [line.slope, line.intercept], atol=1e-3 * size)
    assert not at_once, "fit_line should train: 3 epochs of this lr cannot find the line"
    blamed: tuple[str, ...] = ()
    if "y" in observed.changed:
        inputs = reference.design_matrix(line.x)
        blamed = submission.train.observe(inputs, line.y, START, **options).changed
    # Where it is `train` that changes its targets, that costs gradient_step.
    assert_unchanged(observed, apart_from={"y"} if "targets" in blamed else ())


def has_right_matrix(submission: Subject, reference: Subject, x: torch.Tensor) -> bool:
    """Whether the submission's own `design_matrix`, which its line may use, is right for x."""
    with suppress(AssertionError):
        return agrees(submission.design_matrix(x), reference.design_matrix(x))
    return False


def reference_lines(reference: Subject, fit: Fit, *, either_side: int = 0) -> list[Any]:
    """The reference's line, without and with the step of the epoch at which it stops, or some epochs to either side."""
    inputs = reference.design_matrix(fit.x)
    run = reference.train(inputs, fit.y, START, **fit.options)
    count = len(run.losses)
    counts = range(count - 1 - either_side, count + 1 + either_side) if run.converged else [count]
    unstopped = [{**fit.options, "tolerance": 0.0, "max_epochs": steps} for steps in counts]
    return [reference.train(inputs, fit.y, START, **options).weight.reshape(-1) for options in unstopped]


def assert_line(
    submission: Subject, reference: Subject, fit: Fit, answer: Any, expected: list[Any], *, atol: float
) -> None:
    """Accept a right line, or what the submission's own `train` learns, as its mistakes cost other parts."""
    if any(agrees(answer, line, atol=atol) for line in expected):
        return
    inputs = reference.design_matrix(fit.x)
    own, mirrored = (submission.train(inputs, targets, START, **fit.options).weight for targets in (fit.y, -fit.y))
    near = WEIGHT * min(1.0, float(fit.y.abs().max()))
    # From zero whatever is trained to -y is trained to y, mirrored: a constant is not.
    is_trained = bool(torch.isfinite(own).all() and own.any()) and agrees(mirrored, -own, atol=near)
    if is_trained and agrees(answer, own.reshape(-1), atol=near):
        # What has the line at once is not trained either; every `max_epochs` here is more than 2, for who overlooks lr.
        slow = {**fit.options, "lr": fit.options["lr"] / 100, "max_epochs": 2}
        first = submission.train(inputs, fit.y, START, **slow).weight
        is_trained = not agrees(first, own, atol=near)
    else:
        is_trained = False
    if not is_trained:
        assert_close(answer, expected[0], "(slope, intercept)", atol=atol)
