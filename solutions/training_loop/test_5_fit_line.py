"""The hidden checks of `fit_line`: where a line is off, the submission's own `train` is asked, and may be to blame."""

from typing import Any, Final, NamedTuple

import torch
from hypothesis import given

from autograder import Subject, agrees, assert_close, assert_finite, assert_unchanged, part

from . import strategies
from .comparisons import WEIGHT, farthest
from .strategies import Line

START: Final = torch.zeros(1, 2)


class Fit(NamedTuple):
    """The arguments of `fit_line`."""

    x: torch.Tensor
    y: torch.Tensor
    options: dict[str, Any]  # lr, tolerance and max_epochs


@part("fit_line", marks=6, examples=8)
@given(line=strategies.lines())
def test_finds_the_line(submission: Subject, reference: Subject, line: Line) -> None:
    """returns the slope and the intercept, in this order, for points on a line"""
    fit = Fit(line.x, line.y, {"lr": line.lr, "tolerance": 1e-3, "max_epochs": 300})
    answer = submission.fit_line(fit.x, fit.y, **fit.options)
    allowed = farthest(reference.design_matrix(line.x), 1e-3)
    assert_line(submission, reference, fit, answer, [(line.slope, line.intercept)], atol=allowed)


@part("fit_line", marks=3)
def test_has_the_defaults_of_train(submission: Subject, reference: Subject) -> None:
    """uses lr 1e-4 and tolerance 3e-3 if none are given"""
    # Points so far out that 1e-4 is a good learning rate: the loss is multiplied by 0.66 in every epoch, and passes
    # 3e-3 in the middle between two epochs, each of them 13 % away or more. The intercept hardly moves from its true
    # value, 0.
    x = torch.tensor([40.0, -40.0, 20.0, -10.0])
    fit = Fit(x, 3 * x, {"lr": 1e-4, "tolerance": 3e-3, "max_epochs": 400})
    answer = submission.fit_line(fit.x, fit.y, max_epochs=400)
    # An epoch moves the slope by 3e-4 there, rounding by 1e-6.
    assert_line(submission, reference, fit, answer, reference_lines(reference, fit), atol=2e-5)


@part("fit_line", marks=4)
def test_passes_its_options_on(submission: Subject, reference: Subject) -> None:
    """starts from a zero weight, and trains with the lr, tolerance and max_epochs that it is given"""
    x = torch.tensor([1.0, -1.0, 2.0, -2.0])
    for options in (
        {"lr": 0.05, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.1, "tolerance": 1e-2, "max_epochs": 4},
        {"lr": 0.05, "tolerance": 1.1, "max_epochs": 100},
    ):
        fit = Fit(x, 3 * x + 2, options)
        answer = submission.fit_line(x=fit.x, y=fit.y, **options)
        # An epoch more or less moves slope or intercept by 0.09, rounding by 1e-6.
        assert_line(submission, reference, fit, answer, reference_lines(reference, fit), atol=1e-4)


@part("fit_line", marks=2, examples=4)
@given(line=strategies.lines())
def test_leaves_x_and_y_alone(submission: Subject, reference: Subject, line: Line) -> None:
    """leaves x and y unchanged"""
    observed = submission.fit_line.observe(line.x, line.y, lr=line.lr, max_epochs=3)
    mirrored = submission.fit_line(line.x, -line.y, lr=line.lr, max_epochs=3)
    assert_finite(observed.value, "(slope, intercept)")
    assert observed.value != mirrored or not line.y.any(), "fit_line should not find the same line for y and for -y"
    blamed: tuple[str, ...] = ()
    if "y" in observed.changed:
        inputs = reference.design_matrix(line.x)
        blamed = submission.train.observe(inputs, line.y, START, lr=line.lr, max_epochs=3).changed
    # Where it is `train` that changes its targets, that costs gradient_step.
    assert_unchanged(observed, apart_from={"y"} if "targets" in blamed else ())


def reference_lines(reference: Subject, fit: Fit) -> list[Any]:
    """The reference's line, without and with the step of the epoch at which it stops."""
    inputs = reference.design_matrix(fit.x)
    run = reference.train(inputs, fit.y, START, **fit.options)
    count = len(run.losses)
    counts = [count - 1, count] if run.converged else [count]
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
    # From zero whatever is trained to -y is trained to y, mirrored: a constant is not.
    is_trained = bool(torch.isfinite(own).all() and own.any()) and agrees(mirrored, -own, atol=WEIGHT)
    if not (is_trained and agrees(answer, own.reshape(-1), atol=WEIGHT)):
        assert_close(answer, expected[0], "(slope, intercept)", atol=atol)
