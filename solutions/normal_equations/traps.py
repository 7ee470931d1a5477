"""What else the hidden suite of `solve` draws: systems that hide from a shortcut which kind they are of."""

from typing import Final

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from .features import is_exactly_regular
from .strategies import System, furthest_outside, integers, noticed, scaled

TENTHS: Final = 0.1


def left_by_rounding(above: int, beside: int, factor: int) -> bool:
    """Whether elimination leaves something of [[above, beside], [factor above, factor beside]] in tenths."""
    first, second = (np.array([above, beside]) * times / 10 for times in (1, factor))
    return bool((second - second[0] / first[0] * first)[1])


# The upper left of a matrix in tenths: its first row, and what the second is as a multiple of it.
HIDDEN: Final = tuple(
    (above, beside, factor)
    for above in range(1, 6)
    for beside in range(1, 6)
    for factor in (2, 3)
    if left_by_rounding(above, beside, factor)
)


@st.composite
def hidden_zeros(draw: st.DrawFn) -> System:
    """Systems of full rank in which elimination divides by what rounding leaves of a zero, unless it exchanges rows.

    Fair: the third row is perpendicular to the first two in the first two columns, and the last column tells these
    apart by as much as their entries; so the condition number is below 50.
    """
    above, beside, factor = draw(st.sampled_from(HIDDEN))
    last = draw(st.integers(-3, 3))
    apart = draw(st.sampled_from((-9, -7, 7, 9)))
    A = np.array(
        [
            [above, beside, last],
            [factor * above, factor * beside, factor * last + apart],
            [-beside, above, draw(st.integers(-3, 3))],
        ],
        dtype=np.float64,
    )
    return scaled(A, draw(integers(-9, 9, 3).filter(np.any)), TENTHS)


@st.composite
def homogeneous(draw: st.DrawFn) -> System:
    """Singular systems with b = 0."""
    A = draw(noticed())
    return System(A, np.zeros(len(A)))


@st.composite
def roots(draw: st.DrawFn, *, solvable: bool) -> System:
    """Singular systems of square roots, which are no fractions: some columns depend on others but for rounding.

    In one of two no entry of A is positive, and in one of four some rows are negative throughout.

    Fair: every entry is rounded by a unit in the last place at most. Entries of the columns that are independent are
    positive and outweighed by one in each, so that no sum cancels and singular values are far from zero; where there is
    no solution, b leads out of the range of A as in `inconsistent`.
    """
    d = draw(st.integers(2, 4))
    rank = draw(st.integers(1, d - 1))
    squares = draw(integers(2, 7, d, rank))
    np.fill_diagonal(squares, draw(integers(50, 97, rank)))
    signs = draw(st.sampled_from((np.ones(d), -np.ones(d), -np.ones(d), (-1.0) ** np.arange(d))))
    columns = list((np.sqrt(squares / 100) * signs[:, np.newaxis]).T)  # as large as systems in tenths
    b = columns[0] + columns[-1]
    for place in range(d - rank):
        times = np.sqrt(2 * place + 3)
        columns.append(times * columns[place] + columns[place + 1] if place + 1 < rank else times * columns[0])
    A = np.column_stack([columns[i] for i in draw(st.permutations(range(d)))])
    assume(is_exactly_regular(A))  # no rounding went well by chance
    if not solvable:
        worst, _ = furthest_outside(A)
        b[worst] += draw(st.sampled_from((1, -1))) * max(np.abs(A).max(), np.abs(b).max())
    return System(A, b)
