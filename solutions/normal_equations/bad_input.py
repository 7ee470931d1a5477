"""What the hidden suite of `bad_input` draws: systems and samples that must be refused, for one reason each."""

from typing import Final

import numpy as np
from hypothesis import strategies as st

from .samples import clouds, full_rank, rank_deficient
from .strategies import Samples, System, consistent, inconsistent, integers, noticed, regular

NOT_FINITE: Final = (np.nan, np.inf, -np.inf)


@st.composite
def oblong(draw: st.DrawFn) -> System:
    """A matrix that is not square, and a right side of the length of either side."""
    rows = draw(st.integers(1, 4))
    columns = draw(st.sampled_from([count for count in range(1, 5) if count != rows]))
    length = draw(st.sampled_from((rows, columns)))
    return System(draw(integers(-3, 3, rows, columns)), draw(integers(-9, 9, length)))


@st.composite
def of_other_length(draw: st.DrawFn) -> System:
    """A square matrix of full rank and a right side that is longer or shorter."""
    A = draw(regular()).A
    lengths = [length for length in range(1, 6) if length != len(A)]
    return System(A, draw(integers(-9, 9, draw(st.sampled_from(lengths)))))


@st.composite
def of_different_lengths(draw: st.DrawFn) -> Samples:
    """Samples and more or fewer targets than samples."""
    X = draw(full_rank()).X
    lengths = [length for length in range(1, 9) if length != len(X)]
    return Samples(X, draw(integers(-9, 9, draw(st.sampled_from(lengths)))))


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
