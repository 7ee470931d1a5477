"""What the hidden suite of training_loop draws: small and fair cases, made from bounded integers."""

from typing import Final, NamedTuple

import torch
from hypothesis import strategies as st

QUARTERS: Final = st.integers(-8, 8).map(lambda i: i / 4)  # -2 to 2, exact in float32
HALVES: Final = st.integers(-16, 16).map(lambda i: i / 2)  # -8 to 8
NONZERO_HALVES: Final = HALVES.filter(bool)
SIGNS: Final = ((1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, -1.0), (1.0, -1.0, -1.0))


class Steps(NamedTuple):
    """A run of a few epochs, far from its end."""

    inputs: torch.Tensor
    targets: torch.Tensor
    weight: torch.Tensor
    lr: float
    tolerance: float
    epochs: int


class Descent(NamedTuple):
    """One sample, whose error shrinks by the same ratio in every epoch, and a tolerance that its loss crosses."""

    inputs: torch.Tensor
    targets: torch.Tensor
    weight: torch.Tensor
    lr: float
    tolerance: float


class Solvable(NamedTuple):
    """Inputs and a true weight that fits the targets exactly."""

    inputs: torch.Tensor
    targets: torch.Tensor
    truth: torch.Tensor
    weight: torch.Tensor
    lr: float


class Line(NamedTuple):
    """Points on a line."""

    x: torch.Tensor
    y: torch.Tensor
    slope: float
    intercept: float
    lr: float


def vectors(shortest: int, longest: int) -> st.SearchStrategy[torch.Tensor]:
    """Tenths between -100 and 100, (n,) float32: any x is fair to a function that only copies it."""
    tenths = st.integers(-1000, 1000).map(lambda i: i / 10)
    return st.lists(tenths, min_size=shortest, max_size=longest).map(torch.tensor)


@st.composite
def _steps(draw: st.DrawFn) -> Steps:
    d = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(QUARTERS, min_size=d, max_size=d), min_size=1, max_size=6))
    weight = draw(st.lists(QUARTERS, min_size=d, max_size=d))
    off = draw(st.lists(NONZERO_HALVES, min_size=d, max_size=d))
    lr = draw(st.sampled_from([0.008, 0.004]))
    errors = [sum(x * o for x, o in zip(row, off, strict=True)) for row in rows]
    targets = [
        sum(x * w for x, w in zip(row, weight, strict=True)) + error for row, error in zip(rows, errors, strict=True)
    ]
    loss = sum(error * error for error in errors) / len(errors)
    return Steps(
        inputs=torch.tensor(rows),
        targets=torch.tensor(targets),
        weight=torch.tensor([weight]),
        lr=lr,
        tolerance=float(f"{loss / 40:.1g}"),
        epochs=draw(st.integers(3, 6)),
    )


def steps() -> st.SearchStrategy[Steps]:
    """Runs of 3 to 6 epochs that no right answer ends early.

    |x| <= 2 and d <= 3 bound the largest eigenvalue of the Hessian by 24, so that lr times it is at most
    0.192, and the loss after 7 steps is at least 0.808^14 = 1/20 of the first. The tolerance is 1/40 of it,
    rounded to one digit (so 1/30 at most): out of reach here, but reached later, so that a run that overlooks
    `max_epochs` ends too. All data are exact in float32. The first loss is about 1 or more, so that there is
    something to learn.
    """
    return _steps().filter(lambda case: case.tolerance >= 1 / 40)


@st.composite
def descents(draw: st.DrawFn) -> Descent:
    """Runs that cross their tolerance in the middle of a steep descent.

    With one sample the error is multiplied by 1 - 2 lr |x|^2 in every epoch, whatever the number of features.
    lr makes this ratio 1/2 or 3/4. The tolerance lies midway (in ratio) between two losses, a quarter or more
    from each of them, so that rounding cannot move the stop. One sample also makes sum and mean the same, and
    (1, 1) against (1,) harmless: such mistakes are judged elsewhere.
    """
    x = draw(st.lists(st.sampled_from([1.0, -1.0, 2.0, -2.0]), min_size=1, max_size=2))
    weight = draw(st.lists(st.sampled_from([0.5, -0.5, 1.0, 3.0]), min_size=len(x), max_size=len(x)))
    ratio = draw(st.sampled_from([0.5, 0.75]))
    error = draw(st.sampled_from([16.0, -16.0, 32.0, -48.0]))
    epochs = draw(st.integers(2, 8))
    crossed = error * error * ratio ** (2 * epochs)
    return Descent(
        inputs=torch.tensor([x]),
        targets=torch.tensor([sum(a * b for a, b in zip(x, weight, strict=True)) - error]),
        weight=torch.tensor([weight]),
        lr=(1 - ratio) / (2 * sum(a * a for a in x)),
        tolerance=float(f"{crossed / ratio:.3g}"),
    )


@st.composite
def solvable(draw: st.DrawFn, farthest: int = 1) -> Solvable:
    """Data with an exact solution that is found within 60 epochs, from wherever the weight starts here.

    The inputs are `scale` times n = 1, 2 or 4 rows of signs with orthogonal columns, each entry moved by 1/8
    at most. So their singular values lie within sqrt(n) scale (1 -+ sqrt(d)/8), the eigenvalues of the
    Hessian between 1.22 and 2.97 times scale^2, and lr = 0.5 / (n scale^2) keeps lr times the largest at
    1.48 / n: stable, even times n. Every error shrinks by the ratio 1 - 0.15 per epoch, or faster.

    Args:
        farthest: the weight starts up to 8 times this far from the truth in every entry.
    """
    n = draw(st.sampled_from([1, 2, 4]))
    d = draw(st.integers(1, min(n, 3)))
    scale = draw(st.sampled_from([1.0, 2.0, 4.0]))
    moved = st.sampled_from([0.0, 0.125, -0.125])
    rows = [[scale * (sign + draw(moved)) for sign in SIGNS[row][:d]] for row in range(n)]
    truth = draw(st.lists(HALVES, min_size=d, max_size=d))
    weight = [w + farthest * draw(NONZERO_HALVES) for w in truth]
    return Solvable(
        inputs=torch.tensor(rows),
        targets=torch.tensor([sum(x * w for x, w in zip(row, truth, strict=True)) for row in rows]),
        truth=torch.tensor(truth),
        weight=torch.tensor([weight]),
        lr=0.5 / (n * scale * scale),
    )


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Points on a line whose x spread about zero, so that slope and intercept are learned equally fast.

    n = 2 or 4 values of x, 1 or -1 in turn, each moved by 1/4 at most: the eigenvalues of the Hessian lie
    between 2 (3/4)^2 = 1.12 and 2 (5/4)^2 = 3.13, and lr = 0.48 / n keeps lr times the largest at 1.5 / n:
    stable, even times n. Every error shrinks by the ratio 1 - 0.13 per epoch, or faster.
    """
    n = draw(st.sampled_from([2, 4]))
    moved = st.integers(-2, 2).map(lambda i: i / 8)
    x = [(-1) ** i + draw(moved) for i in range(n)]
    slope, intercept = draw(HALVES), draw(HALVES)
    return Line(
        x=torch.tensor(x),
        y=torch.tensor([slope * value + intercept for value in x]),
        slope=slope,
        intercept=intercept,
        lr=0.48 / n,
    )
