"""What the hidden suite of `bad_input` draws: systems and samples that must be refused, for one reason each."""

from typing import Final

import numpy as np
from hypothesis import strategies as st

from .samples import clouds, full_rank, rank_deficient
from .strategies import Samples, System, consistent, inconsistent, integers, noticed, regular

NOT_FINITE: Final = (np.nan, np.inf, -np.inf)


# Rows and columns of matrices that have as many entries as a square one, and how long b is for that.
RESHAPED: Final = ((1, 4, 2), (4, 1, 2), (1, 9, 3), (9, 1, 3), (2, 8, 4), (8, 2, 4))


@st.composite
def oblong(draw: st.DrawFn) -> System:
    """A matrix that is not square, and a right side of the length of either side, or of a square of all its entries."""
    if draw(st.booleans()):
        rows, columns, length = draw(st.sampled_from(RESHAPED))
        return System(draw(integers(-3, 3, rows, columns)), draw(integers(-9, 9, length)))
    rows = draw(st.integers(1, 4))
    columns = draw(st.sampled_from([count for count in range(1, 5) if count != rows]))
    length = draw(st.sampled_from((rows, columns)))
    return System(draw(integers(-3, 3, rows, columns)), draw(integers(-9, 9, length)))


@st.composite
def of_other_length(draw: st.DrawFn) -> System:
    """A square matrix of full rank and a right side that is longer or shorter; in a third of one entry."""
    A = draw(regular()).A
    return System(A, draw(integers(-9, 9, draw(other_lengths(len(A), 5)))))


@st.composite
def of_different_lengths(draw: st.DrawFn) -> Samples:
    """Samples and more or fewer targets than samples; in a third a single one."""
    X = draw(full_rank()).X
    return Samples(X, draw(integers(-9, 9, draw(other_lengths(len(X), 8)))))


def other_lengths(length: int, most: int) -> st.SearchStrategy[int]:
    """Lengths up to `most` that are not this one; numpy stretches a single entry to any length, so it comes often."""
    others = [other for other in range(1, most + 1) if other != length]
    single = [1] * (len(others) // 2 if length > 1 else 0)
    return st.sampled_from(others + single)


def systems() -> st.SearchStrategy[System]:
    """Systems of full rank, and singular ones with and without solutions."""
    return st.one_of(regular(), consistent(noticed()), inconsistent(noticed()))


def samples() -> st.SearchStrategy[Samples]:
    """Samples of full rank, and with dependent columns."""
    return st.one_of(clouds(), rank_deficient())


def places() -> st.SearchStrategy[float]:
    """Places in arrays, as parts of their sizes."""
    return st.integers(0, 15).map(lambda sixteenths: sixteenths / 16)


def with_a_hole(values: np.ndarray, place: float, hole: float) -> np.ndarray:
    """The array with one entry, so far along it, that is not finite."""
    spoilt = values.copy()
    spoilt.flat[int(place * values.size)] = hole
    return spoilt
