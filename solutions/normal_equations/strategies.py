"""What the hidden suite of `normal_equations` draws: small systems and samples, each of them fair.

Every number is a small integer, or one times a power of ten, so that ranks are known by construction: a
singular value is above a fiftieth of the largest, or it is 0 but for rounding. Rounding makes that 1.4 eps of
the largest at most (measured with 20 000 matrices and four kernels of OpenBLAS), and 0.9 eps for d = 2;
`matrix_rank` forgives d eps, and `pinv` 4.5 eps.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from hypothesis import strategies as st

SCALES: Final = (1.0,)
REGULAR_SCALES: Final = (1e-5, 1e-4, 1e4, 1e6)
SINGULAR_SCALES: Final = (1e-6, 1e6)
TENTHS: Final = (0.1,)
SIZES: Final = st.integers(1, 3)


class System(NamedTuple):
    """A theta = b."""

    A: np.ndarray  # (d, d)
    b: np.ndarray  # (d,)


class Guard(NamedTuple):
    """A well-formed system of full rank, and whether it is asked about first."""

    system: System
    first: bool


class Samples(NamedTuple):
    """Data for a linear model."""

    X: np.ndarray  # (n, d)
    y: np.ndarray  # (n,)


def integers(low: int, high: int, *shape: int) -> st.SearchStrategy[np.ndarray]:
    """Arrays of integers, as float64."""
    size = int(np.prod(shape))
    entries = st.lists(st.integers(low, high), min_size=size, max_size=size)
    return entries.map(lambda values: np.array(values, dtype=np.float64).reshape(shape))


def scaled(A: np.ndarray, b: np.ndarray, scale: float) -> System:
    """Both sides times a power of ten; each entry is the float nearest to the product: 0.3, not 3 * 0.1."""
    if scale < 1:
        return System(A / round(1 / scale), b / round(1 / scale))
    return System(A * scale, b * scale)


@st.composite
def samples(draw: st.DrawFn) -> Samples:
    """Data of every shape, d < n, d = n and d > n, in quarters.

    Fair: every product and every sum is exact in float64, in any order.
    """
    n, d = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    return Samples(draw(integers(-12, 12, n, d)) / 4, draw(integers(-12, 12, n)) / 4)


@st.composite
def dominant(draw: st.DrawFn, d: int) -> np.ndarray:
    """(d, d) matrices whose diagonal outweighs the rest of its row by 1 to 3, with either sign."""
    matrix = draw(integers(-1, 1, d, d))
    np.fill_diagonal(matrix, 0)
    signs = np.array([draw(st.sampled_from((1, -1))) for _ in range(d)])
    np.fill_diagonal(matrix, signs * (draw(integers(1, 3, d)) + np.abs(matrix).sum(axis=1)))
    return matrix


@st.composite
def regular(draw: st.DrawFn, scales: Sequence[float] = SCALES) -> System:
    """Systems of full rank, symmetric or not, of either sign of the determinant.

    Fair: the condition number stays below 50 at every scale, so that no reasonable method loses more than a
    few digits and no reasonable threshold doubts the rank; A and b are scaled alike. Elimination gets by
    without exchanging rows: whether it can is judged in the check that draws from `zero_diagonal`.
    """
    d = draw(st.integers(1, 4))
    A, b = draw(dominant(d)), draw(integers(-9, 9, d))
    return scaled(A, b, draw(st.sampled_from(scales)))


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    """A system of full rank, solved before or after another one: it catches a `solve` that says the same for all.

    Fair: as `regular`, at the scale at which no threshold doubts the rank.
    """
    return Guard(draw(regular()), draw(st.booleans()))


@st.composite
def zero_diagonal(draw: st.DrawFn) -> System:
    """Systems of full rank with zeros all along the diagonal, so that elimination has to exchange rows.

    Fair: a dominant matrix with its rows shifted by one and some of its small entries made 0, which leaves it
    dominant; the condition number stays below 50.
    """
    d = draw(st.integers(2, 4))
    A = np.roll(draw(dominant(d)), 1, axis=0)
    np.fill_diagonal(A, 0)
    return System(A, draw(integers(-9, 9, d)))


@st.composite
def noticed(draw: st.DrawFn) -> np.ndarray:
    """(d, d) integer matrices of rank 1 to d - 1 that elimination finds singular. Not symmetric.

    Lower times upper factor, with multipliers of 0 or a half and with pivots that are powers of two: nothing
    is rounded, the last pivot is exactly 0, and also a `solve` that waits for LinAlgError or for a zero
    determinant sees it. (That it waits is judged by the checks that draw from `unnoticed`.)
    """
    d = draw(st.integers(2, 4))
    rank = draw(st.integers(1, d - 1))
    lower = np.tril(draw(integers(-1, 1, d, d)), -1) / 2 + np.eye(d)
    upper = np.triu(2 * draw(integers(-1, 2, d, d)), 1)
    np.fill_diagonal(upper, 2 * draw(integers(1, 2, d)))
    order = draw(st.permutations(range(d)))
    product: np.ndarray = lower[:, :rank] @ upper[:rank]
    return product[list(order)]


@st.composite
def unnoticed(draw: st.DrawFn) -> np.ndarray:
    """(d, d) integer matrices of rank 1 to d - 1. In tenths most of them never meet a pivot of exactly 0."""
    d = draw(st.integers(2, 4))
    rank = draw(st.integers(1, d - 1))
    left, right = draw(integers(-2, 2, d, rank)), draw(integers(-2, 2, rank, d))
    np.fill_diagonal(left, 5)
    np.fill_diagonal(right, 7)
    product: np.ndarray = left @ right
    return product


@st.composite
def consistent(draw: st.DrawFn, matrices: st.SearchStrategy[np.ndarray], scales: Sequence[float] = SCALES) -> System:
    """Singular systems with solutions: b is an integer combination of the columns of A.

    Fair: scaling moves every entry by half a unit in its last place at most, less than `matrix_rank`
    forgives, and b is 0 only where a whole row is, so that `np.allclose(A @ theta, b)` is right too.
    """
    A = draw(matrices)
    combinations = integers(-2, 2, len(A)).map(lambda weights: A @ weights)
    b = draw(combinations.filter(lambda b: bool(np.all((b != 0) == A.any(axis=1)))))
    return scaled(A, b, draw(st.sampled_from(scales)))


@st.composite
def inconsistent(draw: st.DrawFn, matrices: st.SearchStrategy[np.ndarray], scales: Sequence[float] = SCALES) -> System:
    """Singular systems without a solution: b leads out of the range of A at the equation that A fixes least.

    Fair: that unit vector has at least half its length outside (the squares of these lengths sum up to
    d - rank, of d of them), and it is as large as A and as the rest of b; so a tenth of b at least is beyond
    reach, and no reasonable threshold takes that for rounding.
    """
    A = draw(matrices)
    b = A @ draw(integers(-1, 1, len(A)))
    outside = np.eye(len(A)) - A @ np.linalg.pinv(A)
    worst = int(np.argmax(np.round(np.diag(outside), 6)))
    b[worst] += draw(st.sampled_from((1, -1))) * max(np.abs(A).max(), np.abs(b).max())
    return scaled(A, b, draw(st.sampled_from(scales)))


@st.composite
def lines(draw: st.DrawFn) -> Samples:
    """Points with different x beside a column of ones, and any y."""
    x = draw(st.lists(st.integers(-5, 5), min_size=2, max_size=6, unique=True))
    return Samples(np.array([[value, 1.0] for value in x]), draw(integers(-9, 9, len(x))))


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
    return st.one_of(lines(), clouds())


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
    """(n, d) with n < d: one sample of two or three features, or two of three."""
    powers = st.sampled_from((1.0, -1.0, 2.0, -2.0))
    if draw(st.booleans()):
        return np.array([[draw(powers) for _ in range(draw(st.integers(2, 3)))]])
    return np.array([[1.0, 0.0, draw(powers)], [0.0, 1.0, draw(powers)]])


@st.composite
def oblong(draw: st.DrawFn) -> np.ndarray:
    """(m, d) matrices with m != d."""
    rows = draw(st.integers(1, 4))
    columns = draw(st.sampled_from([count for count in range(1, 5) if count != rows]))
    return draw(integers(-3, 3, rows, columns))


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


@st.composite
def with_a_hole(draw: st.DrawFn, values: np.ndarray) -> np.ndarray:
    """The array with one entry that is not finite."""
    spoilt = values.copy()
    spoilt.flat[draw(st.integers(0, values.size - 1))] = draw(st.sampled_from((np.nan, np.inf, -np.inf)))
    return spoilt
