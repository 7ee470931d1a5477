"""What the hidden suite of zero_init draws for `symmetry_groups` and `is_symmetric`: rows, and their borders."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import torch
from hypothesis import strategies as st

from .strategies import matrices, scattered, vectors


class Rows(NamedTuple):
    """The arguments of `symmetry_groups` and `is_symmetric`."""

    rows: torch.Tensor  # (k, d)
    tolerance: float


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
    """Rows of 1 to 6 neurons whose entries differ by 3/5 of the tolerance at most, or by 2.4 tolerances and more.

    The entries start from 0 to 3 times `base`. Fair: well inside or well outside, and no chains: rows of one kind are
    inside and rows of two kinds outside whatever their jitter. A tolerance ten times as large or as small gives other
    groups. With entries below 1/16 float32 is right to 4e-9, with those below 8 to 2.4e-7.
    """
    tolerance = draw(st.sampled_from(tolerances))
    features = draw(st.integers(1, 3))
    few = small_counts(features)
    start = base * draw(few)
    kinds = [start + 3 * tolerance * draw(few) for _ in range(3)]
    rows = [kinds[pick] + 0.6 * tolerance * (draw(few) % 2) for pick in draw(PICKS)]
    return Rows(torch.stack(rows), tolerance)


def apart(difference: float, tolerance: float, *, start: float = 0.0, features: int = 3) -> Rows:
    """Two rows that differ by so much in their last entry, beside a copy of the first."""
    rows = torch.full((3, features), start)
    rows[1, -1] += difference
    return Rows(rows, tolerance)


# A difference equal to the tolerance is within it: powers of two, so that no rounding can tell otherwise. A tolerance
# of 0 is one, too, and one between whole numbers is not the next of them. And the default is neither ten times as
# large nor as small.
BORDERS: Final = (
    apart(0.25, 0.25),
    apart(-0.5, 0.5, start=2.0),
    apart(1.0, 1.0, features=1),
    apart(2.0, 1.0),
    apart(1.75, 1.5),
    apart(0.0, 0.0),
    apart(2.0**-30, 0.0),
    apart(-(2.0**-22), 0.0, start=1.0, features=1),
    apart(6.0, 8.0),
    apart(-40.0, 8.0),
)
DEFAULT_BORDERS: Final = tuple(
    apart(difference, 1e-6, features=features) for difference in (6e-7, -6e-7, 3e-6, -3e-6) for features in (1, 4)
)
# As `large_rows`: 2**-12 is far beyond the default tolerance, and little beside the entries.
LARGE_BORDERS: Final = tuple(
    apart(difference, 1e-6, start=start) for difference in (0.0, 2.0**-12, -(2.0**-12)) for start in (64.0, -512.0)
)


def many_rows(neurons: int, features: int, kinds: int, key: int) -> torch.Tensor:
    """(neurons, features) rows of so many kinds, unordered, which differ by 1/4 or more."""
    rows = scattered(kinds, features, key, most=8)
    rows[:, -1] = torch.arange(kinds) / 4
    return torch.stack([rows[(7 * neuron + neuron // 3) % kinds] for neuron in range(neurons)])


FORTY_ROWS: Final = many_rows(40, 9, 7, 1)
SQUARE_ROWS: Final = many_rows(5, 5, 3, 2)
FORTY_COPIES: Final = many_rows(40, 2, 1, 3)


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
