"""What the hidden suite of `normal_equations` draws: small systems and samples, each of them fair.

Where a matrix is singular every number is a small integer, or one times a power of ten, so that its rank is known by
construction: a singular value is above a fiftieth of the largest, or it is 0 but for rounding. Rounding makes that
1.4 eps of the largest at most (measured with 20 000 matrices and four kernels of OpenBLAS), and 0.9 eps for d = 2;
`matrix_rank` forgives d eps, and `pinv` 4.5 eps. Where it is regular the condition number is known: below 50, or what
`Bases` are asked for, which is 1e6 at most.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from hypothesis import strategies as st

SCALES: Final = (1e-9, 1e-7, 1e-5, 1e-3, 1e3, 1e6, 1e9)  # of A and b alike
FAR: Final = (1e-9, 1.0, 1e9)  # the ends, and between them
CONDITIONS: Final = (1e2, 1e4, 9e5)
LARGE: Final = (5, 8, 12)  # unknowns
SIZES: Final = st.integers(1, 3)
SHARE: Final = 1.3e-3  # of b that is out of reach where a system is hardly inconsistent; the contract's least is 1e-3


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


class Bases(NamedTuple):
    """What a matrix is built from whose singular values are given: two reflections and signs; and a right side."""

    u: np.ndarray  # (n,)
    v: np.ndarray  # (d,)
    signs: np.ndarray  # (d,) of 1 and -1
    right: np.ndarray  # (n,) with entries up to 1

    def samples(self, condition: float, scale: float) -> Samples:
        """X, whose singular values go down from 1 to 1 / condition, and y, both times the scale.

        They are equally far apart in their logarithms, rounded to three digits so that all machines agree.
        """
        d = len(self.v)
        values = np.array([float(f"{condition ** (-place / (d - 1)):.3g}") for place in range(d)])
        return self._with(values, scale)

    def steep(self, condition: float, scale: float) -> Samples:
        """The same with one singular value of 1, and all others 1 / condition."""
        return self._with(np.append(1.0, np.full(len(self.v) - 1, 1 / condition)), scale)

    def _with(self, values: np.ndarray, scale: float) -> Samples:
        return Samples(*scaled(reflected(self.u, self.signs * values, self.v), self.right, scale))


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
def dominant(draw: st.DrawFn, d: int) -> np.ndarray:
    """(d, d) matrices whose diagonal outweighs the rest of its row by 1 to 3, with either sign."""
    matrix = draw(integers(-1, 1, d, d))
    np.fill_diagonal(matrix, 0)
    signs = np.array([draw(st.sampled_from((1, -1))) for _ in range(d)])
    np.fill_diagonal(matrix, signs * (draw(integers(1, 3, d)) + np.abs(matrix).sum(axis=1)))
    return matrix


@st.composite
def regular(draw: st.DrawFn, scale: float = 1.0, sizes: tuple[int, int] = (1, 4)) -> System:
    """Systems of full rank, symmetric or not, of either sign of the determinant.

    Fair: the condition number stays below 50 at every scale, so that no reasonable method loses more than a
    few digits and no reasonable threshold doubts the rank; A and b are scaled alike. Elimination gets by
    without exchanging rows: whether it can is judged in the check that draws from `zero_diagonal`.
    """
    d = draw(st.integers(*sizes))
    return scaled(draw(dominant(d)), draw(integers(-9, 9, d)), scale)


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    """A system of full rank, solved before or after another one: it catches a `solve` that says the same for all.

    Fair: what is hard for somebody is judged elsewhere, so it is small, symmetric and positive definite, its condition
    number is below 50, and b is not 0.
    """
    d = draw(st.integers(1, 3))
    A = np.tril(draw(integers(-1, 1, d, d)), -1)
    A = A + A.T
    np.fill_diagonal(A, draw(integers(1, 3, d)) + np.abs(A).sum(axis=1))
    return Guard(System(A, draw(integers(1, 9, d))), draw(st.booleans()))


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
    if draw(st.booleans()):
        product = draw(dependent_before_independent(product, rank))
    return product[list(order)]


@st.composite
def dependent_before_independent(draw: st.DrawFn, A: np.ndarray, rank: int) -> np.ndarray:
    """The matrix with one column of zeros, or a copy or the double of its neighbour, put in before the independent end.

    Elimination then meets an exact 0 in that column.
    """
    place = draw(st.integers(0, rank - 1))
    times = draw(st.sampled_from((0, 1, 2))) if place else 0
    return np.insert(A, place, times * A[:, place - 1], axis=1)[:, : len(A)]


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
def large(draw: st.DrawFn, d: int) -> np.ndarray:
    """(d, d) integer matrices of which up to three columns are sums of two or more others, with signs."""
    rank = draw(st.integers(d - 3, d - 1))
    columns = draw(dominant(rank))
    left = np.vstack([columns, draw(integers(-1, 1, d - rank, rank))])
    sums = draw(integers(-1, 1, rank, d - rank))
    sums[:2][sums[:2] == 0] = 1  # of two columns at least
    return np.hstack([left, left @ sums])


@st.composite
def consistent(draw: st.DrawFn, matrices: st.SearchStrategy[np.ndarray], scale: float = 1.0) -> System:
    """Singular systems with solutions: b is an integer combination of the columns of A.

    Fair: scaling moves every entry by half a unit in its last place at most, less than `matrix_rank`
    forgives, and b is 0 only where a whole row is, so that `np.allclose(A @ theta, b)` is right too.
    """
    A = draw(matrices)
    combinations = integers(-2, 2, len(A)).map(lambda weights: A @ weights)
    b = draw(combinations.filter(lambda b: bool(np.all((b != 0) == A.any(axis=1)))))
    return scaled(A, b, scale)


@st.composite
def inconsistent(draw: st.DrawFn, matrices: st.SearchStrategy[np.ndarray], scale: float = 1.0) -> System:
    """Singular systems without a solution: b leads out of the range of A at the equation that A fixes least.

    Fair: that unit vector has at least half its length outside (the squares of these lengths sum up to
    d - rank, of d of them), and it is as large as A and as the rest of b; so a tenth of b at least is beyond
    reach, and no reasonable threshold takes that for rounding.
    """
    A = draw(matrices)
    b = A @ draw(integers(-1, 1, len(A)))
    worst, _ = furthest_outside(A)
    b[worst] += draw(st.sampled_from((1, -1))) * max(np.abs(A).max(), np.abs(b).max())
    return scaled(A, b, scale)


def furthest_outside(A: np.ndarray) -> tuple[int, float]:
    """The equation that A fixes least, and the squared length of its unit vector outside the range of A."""
    outside = np.round(np.diag(np.eye(len(A)) - A @ np.linalg.pinv(A)), 6)  # the last bits differ between kernels
    worst = int(np.argmax(outside))
    return worst, float(outside[worst])


@st.composite
def hardly_inconsistent(draw: st.DrawFn) -> System:
    """Singular systems of which little more than a thousandth of b is out of reach.

    Fair: that much is out of reach in the 2-norm and in the largest entry, each compared with that of b. It is below
    1 % in either, so that "consistent within 1 %" is seen.
    """
    A = draw(unnoticed())
    b = A @ draw(integers(1, 2, len(A)).filter(lambda weights: bool(np.any(A @ weights))))
    worst, outside = furthest_outside(A)
    # Of one unit in that equation sqrt(outside) is out of reach in length, and `outside` in the largest entry.
    unit = max(float(np.sqrt(b @ b)) / math.sqrt(outside), np.abs(b).max() / outside)
    b[worst] += draw(st.sampled_from((1, -1))) * float(f"{SHARE * unit:.3g}")
    return System(A, b)


def reflected(u: np.ndarray, values: np.ndarray, v: np.ndarray) -> np.ndarray:
    """(n, d) matrices with these d singular values: H(u) [diag(values); 0] H(v), with reflections H along u and v.

    Entry by entry, and not as products of matrices, whose last bits depend on the processor.
    """
    n, d = len(u), len(v)
    us, vs = u[:d] * values, np.append(v * values, np.zeros(n - d))
    both = math.fsum(u[:d] * values * v)
    uu, vv = math.fsum(u * u), math.fsum(v * v)
    matrix: np.ndarray = -2 / uu * np.outer(u, us) - 2 / vv * np.outer(vs, v) + 4 * both / (uu * vv) * np.outer(u, v)
    matrix[range(d), range(d)] += values
    return matrix


@st.composite
def bases(draw: st.DrawFn, samples: Sequence[int] = (), features: tuple[int, int] = (2, 5)) -> Bases:
    """Bases of so many samples by 2 to 5 features; of square matrices if no numbers of samples are given.

    One in two of the square ones is symmetric.
    """
    d = draw(st.integers(*features))
    n = draw(st.sampled_from(samples)) if samples else d
    u, v = draw(integers(1, 3, n)), draw(integers(-3, -1, d))
    signs = np.array([draw(st.sampled_from((1.0, -1.0))) for _ in range(d)])
    right = draw(integers(-8, 8, n).filter(np.any)) / 8
    return Bases(u, u if n == d and draw(st.booleans()) else v, signs, right)
