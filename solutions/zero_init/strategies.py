"""What the hidden suite of zero_init draws: small layers, sets of rows, tanh networks, shapes and seeds.

Floats are mapped from bounded integers, so that they are the same on every installation and shrink to numbers
that a student can read. Quarters are exact in float32.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import torch
from hypothesis import strategies as st

LARGEST_SEED: Final = 2**31 - 1


class Layer(NamedTuple):
    """The arguments of `trace`: a layer of k neurons without bias, and its samples."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    weight: torch.Tensor  # (k, d)
    lr: float


class BiasedLayer(NamedTuple):
    """The arguments of `trace`: a layer of k neurons with a bias, and its samples."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    weight: torch.Tensor  # (k, d)
    bias: torch.Tensor  # (k,)
    lr: float


class Rows(NamedTuple):
    """The arguments of `symmetry_groups` and `is_symmetric`."""

    rows: torch.Tensor  # (k, d)
    tolerance: float


class Network(NamedTuple):
    """The arguments of `hidden_gradients`."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    hidden_weight: torch.Tensor  # (h, d)
    output_weight: torch.Tensor  # (1, h)


# Cached, since hypothesis takes longer to validate a new strategy than to draw from it.
@cache
def quarters(limit: int) -> st.SearchStrategy[float]:
    """Multiples of 1/4 within +-limit."""
    return st.integers(-4 * limit, 4 * limit).map(lambda number: number / 4)


@cache
def vectors(length: int, limit: int) -> st.SearchStrategy[torch.Tensor]:
    """(length,) float32 quarters within +-limit."""
    return st.tuples(*[quarters(limit)] * length).map(torch.tensor)


@cache
def matrices(rows: int, columns: int, limit: int) -> st.SearchStrategy[torch.Tensor]:
    """(rows, columns) float32 quarters within +-limit."""
    return vectors(rows * columns, limit).map(lambda entries: entries.reshape(rows, columns))


# With 3 inputs within +-2 (or 2, and ones for a bias) the largest eigenvalue of the Hessian is at most 24: up
# to lr 0.05 every step is stable (lr * 24 < 2), so that numbers stay small.
RATES: Final = st.sampled_from((0.01, 0.05, 0.03, 0.002))


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    """Layers of 1 to 4 neurons whose rows may differ.

    Fair: one layer, targets (n,), at least one sample and feature, and a stable learning rate.
    """
    samples, features, neurons = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    return Layer(
        draw(matrices(samples, features, 2)),
        draw(vectors(samples, 5)),
        draw(matrices(neurons, features, 2)),
        draw(RATES),
    )


@st.composite
def copied_rows(draw: st.DrawFn) -> torch.Tensor:
    """(k, 2) weights of 2 to 4 equal neurons, every entry within +-2.

    Fair for the source data, whose minimum (3, 2) lies outside: the first step is never zero.
    """
    return draw(matrices(1, 2, 2)).repeat(draw(st.integers(2, 4)), 1)


@st.composite
def biased_layers(draw: st.DrawFn) -> BiasedLayer:
    """Layers with a bias, 1 to 2 features; rows and biases may differ.

    Fair: as `layers`; the bias has the shape (k,) that the contract names.
    """
    samples, features, neurons = draw(st.integers(1, 5)), draw(st.integers(1, 2)), draw(st.integers(1, 4))
    return BiasedLayer(
        draw(matrices(samples, features, 2)),
        draw(vectors(samples, 5)),
        draw(matrices(neurons, features, 2)),
        draw(vectors(neurons, 2)),
        draw(RATES),
    )


@st.composite
def biased_layers_on_ones(draw: st.DrawFn) -> BiasedLayer:
    """Layers with a bias whose last feature is 1 in every sample.

    Fair: an input like any other. There are never as many neurons as features, so that a transposed gradient
    can be told apart from a right one.
    """
    samples, features = draw(st.integers(1, 5)), draw(st.integers(2, 3))
    neurons = draw(st.sampled_from([count for count in (1, 2, 3, 4) if count != features]))
    free = draw(matrices(samples, features - 1, 2))
    return BiasedLayer(
        torch.cat([free, torch.ones(samples, 1)], dim=1),
        draw(vectors(samples, 5)),
        draw(matrices(neurons, features, 2)),
        draw(vectors(neurons, 2)),
        draw(RATES),
    )


# Which of up to three kinds each of 1 to 6 neurons belongs to.
PICKS: Final = st.one_of(*[st.lists(st.integers(0, most), min_size=most + 1, max_size=6) for most in range(3)])


@cache
def small_counts(length: int) -> st.SearchStrategy[torch.Tensor]:
    """(length,) integers from 0 to 3."""
    return st.tuples(*[st.integers(0, 3)] * length).map(torch.tensor)


@st.composite
def copies(draw: st.DrawFn) -> torch.Tensor:
    """(k, d) rows of 1 to 6 neurons that are equal in every bit or differ by 1/4 at least.

    Fair: with the default tolerance a difference is either 0 or 250 000 times the tolerance.
    """
    features = draw(st.integers(1, 3))
    kinds = draw(matrices(3, features, 1))
    return torch.stack([kinds[pick] for pick in draw(PICKS)])


@st.composite
def near_rows(draw: st.DrawFn, tolerances: Sequence[float], base: float) -> Rows:
    """Rows of 1 to 6 neurons whose entries differ by tolerance / 12 at most, or by 19 tolerances.

    The entries start from 0 to 3 times `base`. Fair: well inside or well outside, and no chains. With entries
    below 1/4 float32 is right to 1.5e-8, with those below 8 to 2.4e-7: little beside tolerance / 12.
    """
    tolerance = draw(st.sampled_from(tolerances))
    features = draw(st.integers(1, 3))
    few = small_counts(features)
    start = base * draw(few)
    kinds = [start + 20 * tolerance * draw(few) for _ in range(3)]
    rows = [kinds[pick] + tolerance / 12 * (draw(few) % 2) for pick in draw(PICKS)]
    return Rows(torch.stack(rows), tolerance)


@st.composite
def wide_rows(draw: st.DrawFn) -> Rows:
    """Rows of 2 to 4 neurons with 6 entries, which differ by 0, half a tolerance, or 1.5 tolerances and more.

    Half a tolerance in every entry is far by sum or norm, two tolerances in one entry are near by the mean,
    and up in one entry with down in another cancels in the signed sum. Fair: all numbers are small multiples of
    1/4, so that float32 is exact; rows of one kind are inside and rows of two kinds outside whatever their
    jitter, so that there are no chains.
    """
    tolerance = draw(st.sampled_from((1.0, 0.5)))
    up, down = draw(st.integers(0, 2)), draw(st.integers(3, 5))
    rise, fall = torch.zeros(6), torch.zeros(6)
    rise[up], fall[down] = 2 * tolerance, -2 * tolerance
    start = draw(vectors(6, 1))
    kinds = (start, start + rise, start + fall, start + rise + fall)
    used = draw(st.sampled_from(((0,), (0, 1), (0, 2), (0, 3), (0, 1, 2, 3))))
    jitters = (torch.zeros(6), torch.ones(6), torch.tensor([0.0, 1.0] * 3))
    rows = []
    for _ in range(draw(st.integers(2, 4))):
        kind, jitter = kinds[draw(st.sampled_from(used))], draw(st.sampled_from(jitters))
        rows.append(kind + tolerance / 2 * jitter)
    return Rows(torch.stack(rows), tolerance)


@st.composite
def large_rows(draw: st.DrawFn) -> torch.Tensor:
    """(k, 2) rows of 2 to 5 neurons with entries from 64, which are equal or differ by 2**-12 or more.

    Fair: 2**-12 is exact in float32 at this size, and 244 times the default tolerance. With a tolerance that
    grows with the entries (`torch.allclose` adds 1e-5 of them) such rows count as copies.
    """
    steps = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=5))
    return 64 + torch.tensor(steps) / 4096


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of 1 to 4 hidden neurons whose rows may differ.

    Fair: tanh is far from saturated (its argument is within +-3), and the sizes are those of the contract.
    """
    samples, features, hidden = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    return Network(
        draw(matrices(samples, features, 1)),
        draw(vectors(samples, 3)),
        draw(matrices(hidden, features, 1)),
        draw(matrices(1, hidden, 2)),
    )


@st.composite
def networks_of_copies(draw: st.DrawFn, *, equal: bool) -> Network:
    """Networks of 2 to 4 hidden neurons with equal rows, and output weights equal or as 1 : 2 : 3 : 4.

    Fair: as `networks`. No output weight is zero.
    """
    samples, features, hidden = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(2, 4))
    ratios = torch.ones(hidden) if equal else torch.arange(1.0, hidden + 1)
    return Network(
        draw(matrices(samples, features, 1)),
        draw(vectors(samples, 3)),
        draw(matrices(1, features, 1)).repeat(hidden, 1),
        draw(st.sampled_from((0.5, -0.5, 0.25))) * ratios[None, :],
    )


def levels() -> st.SearchStrategy[float]:
    """One value for all entries of a weight.

    Fair: not zero, and tanh of the source data does not vanish there.
    """
    return st.sampled_from((1.0, 0.5, -0.5, 0.25))


def sizes(smallest: int = 1) -> st.SearchStrategy[tuple[int, int]]:
    """(neurons, features), never equal: a matrix that is not square tells rows from columns.

    Fair: any two positive numbers are allowed.
    """
    pairs = [(k, d) for k in range(smallest, 7) for d in range(smallest, 10) if k != d]
    return st.sampled_from(pairs)


def seeds() -> st.SearchStrategy[int]:
    """Seeds between 0 and 2**31 - 1, both ends among them, as the contract allows."""
    return st.one_of(st.integers(0, 100), st.integers(0, LARGEST_SEED), st.just(LARGEST_SEED))


def different_seeds() -> st.SearchStrategy[tuple[int, int]]:
    """Two seeds that are not equal, some of them equal in their low or in their high bits.

    Fair: as `seeds`; the contract asks for different weights.
    """
    steps = st.sampled_from((1, 2, 1000, 2**16, 2**30))
    low = st.integers(0, LARGEST_SEED - 2**30)
    return st.builds(lambda seed, step: (seed, seed + step), low, steps)
