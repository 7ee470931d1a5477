"""What the hidden suite of training_loop draws: small and fair cases, made from bounded integers."""

from typing import Final, NamedTuple

import torch
from hypothesis import strategies as st

HALVES: Final = st.integers(-16, 16).map(lambda i: i / 2)  # -8 to 8
NONZERO_HALVES: Final = HALVES.filter(bool)
SIGNS: Final = ((1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, -1.0), (1.0, -1.0, -1.0))
# Exact in float32. What a small scale shows: numbers that are rounded to some decimals, an absolute threshold.
SCALES: Final = (1.0, 1.0, 2.0**-10, 8.0)
SOON: Final = 400  # epochs after which a run is below its tolerance, even one that overlooks max_epochs


class Steps(NamedTuple):
    """A run of a few epochs, far from its end."""

    inputs: torch.Tensor
    targets: torch.Tensor
    weight: torch.Tensor
    lr: float
    tolerance: float
    epochs: int
    scale: float  # of weights and targets; losses grow with its square


class Descent(NamedTuple):
    """One sample or copies of it, whose error shrinks by the same ratio in every epoch, and a tolerance in between."""

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


def scattered(count: int, key: int, *, most: int) -> list[int]:
    """Integers within +-most that look unordered: many of them from a single drawn one.

    They are never the same for two neighbours by more than chance, and the first are not zero.
    """
    numbers, state = [], key + 1
    for _ in range(count):
        state = (state * 48271 + 11) % 2147483647
        numbers.append(state // 1009 % (2 * most + 1) - most)
    return numbers


def vectors(shortest: int, longest: int) -> st.SearchStrategy[torch.Tensor]:
    """Tenths between -100 and 100, (n,) float32: any x is fair to a function that only copies it."""
    tenths = st.integers(-1000, 1000).map(lambda i: i / 10)
    return st.lists(tenths, min_size=shortest, max_size=longest).map(torch.tensor)


def steps_of(samples: int, features: int, key: int, *, share: float, scale: float, epochs: int) -> Steps:
    """A run of a few epochs that no right answer ends early, and that its tolerance ends before long.

    lr is `share` of what makes lr times the largest eigenvalue of the Hessian 0.19: the loss after 7 steps is at least
    0.81^14 = 1/20 of the first. The tolerance is 1/40 of it, rounded to one digit (so 1/30 at most), and no more than
    1/50, so that a tolerance relative to the first loss is out of reach as well. A weight fits the targets exactly, and
    plain descent is below the tolerance within `SOON` epochs, as runs that overlook `max_epochs` must end, too: of the
    data that follow from the key, and from those after it, the first that are so good. All data are exact in float32.
    """
    while True:
        x = torch.tensor(scattered(samples * features, key, most=8)).reshape(samples, features) / 4
        x[0, 0] = 2.0  # so that there is something to learn
        weight = scale * torch.tensor([scattered(features, key + 7, most=8)]) / 4
        off = scale * torch.tensor(scattered(features, key + 13, most=16)) / 2
        off[0] = scale * 8 if not float(x[0] @ off) else off[0]
        errors = x @ off
        loss = float(errors.double().square().mean())
        tolerance = min(float(f"{loss / 40:.1g}"), 1 / 50)
        curvatures, axes = torch.linalg.eigh(2 / samples * x.double().T @ x.double())
        lr = float(f"{share * 0.19 / float(curvatures[-1]):.2g}")
        left = (axes.T @ off.double()) * (1 - lr * curvatures) ** SOON
        if float((curvatures / 2) @ left.square()) < tolerance:
            return Steps(x, x @ weight[0] + errors, weight, lr, tolerance, epochs, scale)
        key += 1


@st.composite
def steps(draw: st.DrawFn) -> Steps:
    """Runs of 3 to 6 epochs: 1 to 6 samples, now and then as many as 40, and 1 to 8 features."""
    samples = draw(st.sampled_from((1, 2, 3, 4, 5, 6, 7, 12, 33, 40)))
    features = draw(st.sampled_from((1, 2, 3, 1, 2, 3, 5, 8)))
    share, scale = draw(st.sampled_from((1.0, 0.5))), draw(st.sampled_from(SCALES))
    key, epochs = draw(st.integers(0, 99_999)), draw(st.integers(3, 6))
    return steps_of(samples, features, key, share=share, scale=scale, epochs=epochs)


# What has to be there whatever is drawn: one sample, as many samples as features, more of them than any batch has.
ONE_SAMPLE: Final = steps_of(1, 2, 3, share=1.0, scale=1.0, epochs=4)
SQUARE: Final = steps_of(3, 3, 5, share=1.0, scale=1.0, epochs=4)
WIDE: Final = steps_of(2, 8, 11, share=0.5, scale=1.0, epochs=5)
FORTY: Final = steps_of(40, 2, 17, share=1.0, scale=1.0, epochs=5)
THREE_HUNDRED: Final = steps_of(300, 2, 23, share=1.0, scale=1.0, epochs=4)
SMALL: Final = steps_of(4, 2, 29, share=0.5, scale=2.0**-10, epochs=5)
SIZES: Final = (ONE_SAMPLE, SQUARE, WIDE, FORTY, THREE_HUNDRED, SMALL)


@st.composite
def descents(draw: st.DrawFn) -> Descent:
    """Runs that cross their tolerance in the middle of a steep descent.

    With copies of one sample the error is multiplied by 1 - 2 lr |x|^2 in every epoch, whatever the number of
    features, of which there are several: who stumbles over a single one does so in `gradient_step`. lr makes this
    ratio 1/2, 3/4 or 7/8, so that with a sum for a mean, n times as fast, it still shrinks. The tolerance lies midway
    (in ratio) between two losses, 12 % or more from each of them, so that rounding cannot move the stop. Copies make
    n - 1 for n a mere factor, and (n, 1) against (n,) harmless: such mistakes are judged elsewhere.
    """
    samples, ratio = draw(st.sampled_from(((2, 0.5), (2, 0.75), (3, 0.75), (5, 0.875))))
    x = draw(st.lists(st.sampled_from([1.0, -1.0, 2.0, -2.0]), min_size=2, max_size=3))
    weight = draw(st.lists(st.sampled_from([0.5, -0.5, 1.0, 3.0]), min_size=len(x), max_size=len(x)))
    error = draw(st.sampled_from([16.0, -16.0, 32.0, -48.0, 4096.0, 2.0**-4]))
    epochs = draw(st.integers(2, 8))
    crossed = error * error * ratio ** (2 * epochs)
    target = sum(a * b for a, b in zip(x, weight, strict=True)) - error
    return Descent(
        inputs=torch.tensor([x] * samples),
        targets=torch.tensor([target] * samples),
        weight=torch.tensor([weight]),
        lr=(1 - ratio) / (2 * sum(a * a for a in x)),
        tolerance=float(f"{crossed / ratio:.3g}"),
    )


@st.composite
def solvable(draw: st.DrawFn, farthest: int = 1) -> Solvable:
    """Data with an exact solution that is found within 60 epochs, from wherever the weight starts here.

    The inputs are `scale` times n = 2 or 4 rows of signs with orthogonal columns, each entry moved by 1/8
    at most. So their singular values lie within sqrt(n) scale (1 -+ sqrt(d)/8), the eigenvalues of the
    Hessian between 1.22 and 2.97 times scale^2, and lr = 0.5 / (n scale^2) keeps lr times the largest at
    1.48 / n: stable, even times n. Every error shrinks by the ratio 1 - 0.15 per epoch, or faster.

    Args:
        farthest: the weight starts up to 8 times this far from the truth in every entry.
    """
    n = draw(st.sampled_from([2, 4]))
    d = draw(st.integers(2, min(n, 3)))
    scale = draw(st.sampled_from([0.25, 1.0, 2.0, 4.0]))
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

    n = 2, 4 or 12 values of x, 1 or -1 in turn, each moved by 1/4 at most: the eigenvalues of the Hessian lie
    between 2 (3/4)^2 = 1.12 and 2 (5/4)^2 = 3.13, and lr = 0.48 / n keeps lr times the largest at 1.5 / n:
    stable, even times n. Every error shrinks by the ratio 1 - 0.045 per epoch, or faster.
    """
    n = draw(st.sampled_from([2, 4, 12]))
    moved = st.integers(-2, 2).map(lambda i: i / 8)
    x = [(-1) ** i + draw(moved) for i in range(n)]
    scale = draw(st.sampled_from([1.0, 1.0, 2.0**-8, 64.0]))
    slope, intercept = scale * draw(NONZERO_HALVES), scale * draw(NONZERO_HALVES)
    return Line(
        x=torch.tensor(x),
        y=torch.tensor([slope * value + intercept for value in x]),
        slope=slope,
        intercept=intercept,
        lr=0.48 / n,
    )


# A slope below 0, and numbers so small that four decimals of them are few.
SMALL_LINE: Final = Line(
    x=torch.tensor([1.125, -0.875, 1.0, -1.25]),
    y=2.0**-8 * torch.tensor([-2.625, 7.375, -2.0, 9.25]),
    slope=-5 / 256,
    intercept=3 / 256,
    lr=0.12,
)
# A point that lies far from the others, and on the line.
FAR_POINT: Final = Line(
    x=torch.tensor([1.0, -1.0, 0.5, -0.5, 0.25, -0.25, 0.75, 4.0]),
    y=torch.tensor([1.0, -5.0, -0.5, -3.5, -1.25, -2.75, 0.25, 10.0]),
    slope=3.0,
    intercept=-2.0,
    lr=0.1,
)
# The same point three times: the loss is another where it counts only once.
UNEVEN_LINE: Final = Line(
    x=torch.tensor([1.125, -0.75, 1.125, 1.125]),
    y=torch.tensor([1.3125, -3.375, 1.3125, 1.3125]),
    slope=2.5,
    intercept=-1.5,
    lr=0.12,
)
