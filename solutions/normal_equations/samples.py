"""What the hidden suite of `least_squares` and `normal_equations` draws: samples, each of them fair."""

from typing import Final

import numpy as np
from hypothesis import strategies as st

from .strategies import Samples, dominant, integers

# Powers of two: they scale every number exactly, so that X^T X of dependent columns is dependent in every bit.
EXACT_SCALES: Final = (2.0**-30, 2.0**-20, 1.0, 2.0**20, 2.0**30)
CONDITIONS: Final = (1e1, 1e2, 9e2)  # of X; that of X^T X is the square, so it keeps 10 of 16 digits
MANY: Final = (40,)  # samples
# A number of tenths that is divided by another and multiplied by it again may come back with another last bit.
IN_TENTHS: Final = Samples(
    np.array(
        [[7.1, 0.3, 5.7], [0.9, -5.7, 1.3], [-1.7, 0.7, 6.3], [0.2, 1.9, -4.1], [2.3, -0.6, 1.1], [5.3, 6.7, 0.4]]
    ),
    np.array([2.3, -1.1, 5.7, 0.7, -3.9, 1.9]),
)


@st.composite
def quarters(draw: st.DrawFn, most: int = 6, features: int = 4) -> Samples:
    """Data of every shape, d < n, d = n and d > n, in quarters.

    Fair: every product and every sum is exact in float64, in any order.
    """
    n, d = draw(st.integers(1, most)), draw(st.integers(1, features))
    return Samples(draw(integers(-12, 12, n, d)) / 4, draw(integers(-12, 12, n)) / 4)


@st.composite
def lines(draw: st.DrawFn) -> Samples:
    """Points with different x beside a column of ones, and any y, which may lie on a line."""
    x = draw(st.lists(st.integers(-5, 5), min_size=2, max_size=6, unique=True))
    X = np.array([[value, 1.0] for value in x])
    if draw(st.booleans()):
        return Samples(X, X @ draw(integers(-3, 3, 2)))
    return Samples(X, draw(integers(-9, 9, len(x))))


@st.composite
def levels(draw: st.DrawFn) -> Samples:
    """Points with different x beside a column of another constant than 1, and any y whose line misses the origin."""
    x = np.array(draw(st.lists(st.integers(-5, 5), min_size=2, max_size=6, unique=True)), dtype=np.float64)
    y = draw(integers(-9, 9, len(x)).filter(lambda y: bool(y.sum() * (x @ x) != x.sum() * (x @ y))))
    return Samples(np.column_stack([x, np.full(len(x), draw(st.sampled_from((2.0, -2.0, 3.0))))]), y)


@st.composite
def clouds(draw: st.DrawFn) -> Samples:
    """A dominant matrix and up to three more samples: full column rank, d = n and d < n, and any y."""
    d, more = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    X = np.vstack([draw(dominant(d)), draw(integers(-2, 2, more, d))])
    return Samples(X, draw(integers(-9, 9, len(X))))


def full_rank() -> st.SearchStrategy[Samples]:
    """Samples with one best theta.

    Fair: cond X is below 50, so X^T X loses less than 4 of 16 digits.
    """
    return st.one_of(lines(), levels(), clouds())


@st.composite
def rank_deficient(draw: st.DrawFn) -> Samples:
    """Samples with many best thetas: a column of zeros, a multiple of another column, or fewer samples than features.

    Fair: elimination of X^T X ends in an exact 0, so that a `solve` that waits for LinAlgError costs nothing
    here; the normal equations are consistent, so what it says about systems without a solution costs nothing.
    """
    X = draw(st.one_of(with_zero_column(), with_copied_column(), too_few()))
    return Samples(X, draw(integers(-9, 9, len(X))))


@st.composite
def with_zero_column(draw: st.DrawFn) -> np.ndarray:
    """(n, d) samples of full rank with one column of zeros put in."""
    X = draw(full_rank()).X
    return np.insert(X, draw(st.integers(0, X.shape[1])), 0, axis=1)


@st.composite
def with_copied_column(draw: st.DrawFn) -> np.ndarray:
    """(n, 2) samples with one column a multiple of the other, as for a line through points with the same x."""
    column = np.append(1, draw(integers(-2, 2, draw(st.integers(1, 3)))))
    pair = [column, draw(st.sampled_from((1, -1, 2, -2))) * column]
    return np.column_stack([pair[i] for i in draw(st.permutations((0, 1)))])


@st.composite
def too_few(draw: st.DrawFn) -> np.ndarray:
    """(n, d) with n < d: one sample of two or three features, or two of three, of which one may be a multiple."""
    powers = st.sampled_from((1.0, -1.0, 2.0, -2.0))
    samples = draw(st.sampled_from(("one", "two", "multiples")))
    if samples == "two":
        return np.array([[1.0, 0.0, draw(powers)], [0.0, 1.0, draw(powers)]])
    if samples == "one":
        return np.array([[draw(powers) for _ in range(draw(st.integers(2, 3)))]])
    row = np.array([draw(powers) for _ in range(3)])
    return np.array([row, draw(powers) * row])


@st.composite
def sums_of_columns(draw: st.DrawFn) -> Samples:
    """Samples in which one column is the sum of two or more others, with signs, and no column is a multiple of another.

    Fair: X^T X is exact in float64, so it is as dependent as X.
    """
    d = draw(st.integers(2, 6))
    X = np.vstack([draw(dominant(d)), draw(integers(-2, 2, draw(st.integers(1, 4)), d))])
    signs = draw(integers(0, 2, d)) - 1
    signs[:2][signs[:2] == 0] = 1
    order = draw(st.permutations(range(d + 1)))
    X = np.column_stack([X, X @ signs])[:, list(order)]
    return Samples(X, draw(integers(-9, 9, len(X)).filter(np.any)))
