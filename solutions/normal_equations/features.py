"""What may tell the calls apart that a submission of normal_equations answers rightly and wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from autograder import Number, Whether, features_of

_LARGE_SHARE: Final = 0.1  # and above it shares tell nothing apart: no such matrix is nearly singular
SIZES: Final = {"n": "the number of samples", "d": "the number of unknowns"}


def _of_numbers(name: str, values: np.ndarray) -> Iterator[Whether]:
    """What is not finite."""
    yield Whether(f"{name} holds a NaN", f"{name} holds no NaN", bool(np.isnan(values).any()))
    yield Whether(f"{name} begins with a NaN", f"{name} does not begin with a NaN", bool(np.isnan(values.flat[0])))
    yield Whether(f"{name} holds an infinite entry", f"{name} holds none", bool(np.isinf(values).any()))
    yield Whether(f"{name} holds -inf", f"{name} does not hold -inf", bool(np.isneginf(values).any()))
    yield Whether(f"{name} holds +inf", f"{name} does not hold +inf", bool(np.isposinf(values).any()))
    finite = bool(np.isfinite(values).all())
    yield Whether(f"{name} has an entry that is not finite", f"all entries of {name} are finite", not finite)


@features_of("normal_equations")
def of_products(X: np.ndarray, y: np.ndarray) -> Iterator[Number | Whether]:
    yield Whether("there is a single feature", "there are several features", X.shape[1] == 1)
    yield Whether(
        "there are fewer samples than features", "there are not fewer samples than features", len(X) < X.shape[1]
    )
    yield Whether(
        "the columns of X have mean 0",
        "a column of X has another mean than 0",
        bool(np.abs(X.mean(axis=0)).max() < 1e-9),
    )


@features_of("solve")
def of_a_system(A: np.ndarray, b: np.ndarray) -> Iterator[Number | Whether]:
    """Its ranks, what hides them, and what is wrong with it."""
    square = A.shape[0] == A.shape[1]
    yield Whether("A is not square", "A is square", not square)
    yield Whether("b has another length than A", "b is as long as A", len(b) != len(A))
    yield Whether("b is longer than A", "b is not longer than A", len(b) > len(A))
    yield Whether("A has more columns than rows", "A has not more columns than rows", A.shape[1] > A.shape[0])
    if len(b) != len(A):
        yield Whether("b has a single entry", "b has several entries", len(b) == 1)
    yield Whether(
        "A has as many entries as a square matrix for this b",
        "A has another number of entries than a square matrix for this b",
        A.size == len(b) ** 2,
    )
    yield from _of_numbers("A", A)
    yield from _of_numbers("b", b)
    if square and len(b) == len(A) and np.isfinite(A).all():
        if np.isfinite(b).all():
            yield from _of_ranks(A, b)
        else:
            lacking = bool(np.linalg.matrix_rank(A) < len(A))
            yield Whether("b is not finite, and A is singular", "b is not finite, and A has full rank", lacking)


def _of_ranks(A: np.ndarray, b: np.ndarray) -> Iterator[Number | Whether]:
    rank, both = (int(np.linalg.matrix_rank(matrix)) for matrix in (A, np.column_stack([A, b])))
    singular = rank < len(A)
    yield Whether("A is singular", "A has full rank", singular)
    yield Whether("the system has no solution", "the system has a solution", both > rank)
    yield Whether("the system has infinitely many solutions", "it has not", singular and both == rank)
    yield Whether("A is zero", "A is not zero", not A.any())
    yield Whether("b is zero", "b is not zero", not b.any())
    yield Whether("A is not symmetric", "A is symmetric", not np.array_equal(A, A.T))
    yield Whether(
        "A is symmetric and not positive definite", "it is not so", np.array_equal(A, A.T) and not _is_positive(A)
    )
    yield Whether("A has a zero on its diagonal", "A has no zero on its diagonal", not np.diag(A).all())
    yield Whether("the first entry of A is zero", "the first entry of A is not zero", not A[0, 0])
    yield Whether(
        "elimination meets no zero although A is singular",
        "elimination shows whether A is singular",
        singular and _eliminates(A),
    )
    yield Whether(
        "elimination from the largest entries meets no zero although A is singular",
        "it is not so",
        singular and _gets_through(A),
    )
    yield Whether("A is singular but for rounding, not exactly", "it is not so", singular and is_exactly_regular(A))
    yield Whether("elimination ends in a zero", "elimination meets no zero", not _eliminates(A))
    yield from _of_rows_and_columns(A, rank)
    yield Number("the rank deficit of A", len(A) - rank)
    yield Whether("A is 1 by 1", "A is larger than 1 by 1", len(A) == 1)
    with np.errstate(all="ignore"):
        yield Number("the size of the determinant of A", abs(float(f"{np.linalg.det(A):.2g}")))
    if not singular:
        yield Number("the condition number of A", float(f"{np.linalg.cond(A):.2g}"))
        share = abs(np.linalg.det(A / np.linalg.norm(A, axis=1)[:, np.newaxis]))
        yield Number(
            "the determinant of A, as a part of the product of the lengths of its rows,",
            min(float(f"{share:.2g}"), _LARGE_SHARE),
        )
    yield Number("the size of the largest entry of A", float(np.abs(A).max()))


def _of_rows_and_columns(A: np.ndarray, rank: int) -> Iterator[Whether]:
    """What is zero, what depends on what, and where."""
    present = A.any(axis=0)
    yield Whether("a row of A is zero, but not all", "it is not so", bool(A.any() and not A.any(axis=1).all()))
    yield Whether("a column of A is zero, but not all", "it is not so", bool(A.any() and not present.all()))
    yield Whether(
        "a column of A is zero, and those that are not are independent",
        "it is not so",
        bool(rank and not present.all() and rank == present.sum()),
    )
    ranks = [int(np.linalg.matrix_rank(A[:, :count])) for count in range(1, len(A) + 1)]
    yield Whether(
        "a column of A depends on those before it, and a later one does not", "it is not so", _comes_late(ranks)
    )
    corners = [int(np.linalg.matrix_rank(A[:count, :count])) for count in range(1, len(A))]
    yield Whether(
        "a square at the upper left of A is singular",
        "no smaller square at the upper left of A is singular",
        any(corner < count for count, corner in enumerate(corners, start=1)),
    )
    yield Whether(
        "elimination without exchanges meets a zero that rounding hides", "it is not so", _meets_a_hidden_zero(A)
    )
    yield Whether("A has no positive entry", "A has a positive entry", bool(A.max() <= 0))
    yield Whether(
        "an entry of A has more than six digits",
        "no entry of A has more than six digits",
        any(float(f"{entry:.6g}") != entry for entry in A.flat),
    )


def _comes_late(ranks: list[int]) -> bool:
    """Whether the ranks of more and more columns stand still before they rise for the last time."""
    return ranks.index(ranks[-1]) + 1 > ranks[-1] > 0


def _gets_through(A: np.ndarray) -> bool:
    """Whether elimination from the largest entry that is left, each time, meets no zero."""
    rest = A.copy()
    for step in range(len(A)):
        row, column = divmod(int(np.argmax(np.abs(rest[step:, step:]))), len(A) - step)
        rest[[step, step + row]] = rest[[step + row, step]]
        rest.T[[step, step + column]] = rest.T[[step + column, step]]
        if not rest[step, step]:
            return False
        rest[step + 1 :] -= np.outer(rest[step + 1 :, step], rest[step] / rest[step, step])
    return True


def is_exactly_regular(A: np.ndarray) -> bool:
    """Whether the entries, taken as the binary fractions that they are, make a matrix of full rank."""
    rest = [[Fraction(float(entry)) for entry in row] for row in A]
    while rest:
        pivot = next((row for row in rest if row[0]), None)
        if pivot is None:
            return False
        rest.remove(pivot)
        rest = [[a - row[0] / pivot[0] * b for a, b in zip(row, pivot, strict=True)][1:] for row in rest]
    return True


def _meets_a_hidden_zero(A: np.ndarray) -> bool:
    """Whether elimination that exchanges rows only at an exact 0 divides by what rounding leaves of one."""
    rest = A.copy()
    for step in range(len(A) - 1):
        usable = np.flatnonzero(rest[step:, step])
        if not len(usable):
            continue
        rest[[step, step + usable[0]]] = rest[[step + usable[0], step]]
        if abs(rest[step, step]) < 1e-12 * np.abs(A).max():
            return True
        rest[step + 1 :] -= np.outer(rest[step + 1 :, step] / rest[step, step], rest[step])
    return False


def _is_positive(A: np.ndarray) -> bool:
    return bool(np.linalg.eigvalsh(A).min() > 0)


def _eliminates(A: np.ndarray) -> bool:
    """Whether Gaussian elimination gets through, as far as it sees."""
    try:
        np.linalg.solve(A, A[0])
    except np.linalg.LinAlgError:
        return False
    return True


@features_of("least_squares")
def of_samples(X: np.ndarray, y: np.ndarray) -> Iterator[Number | Whether]:
    """Their rank, their number, and what is wrong with them."""
    yield Whether("X and y have different lengths", "X and y have one length", len(X) != len(y))
    yield Whether("y is longer than X", "y is not longer than X", len(y) > len(X))
    yield Whether("y has a single entry", "y has several entries", len(y) == 1)
    yield from _of_numbers("X", X)
    yield from _of_numbers("y", y)
    if len(X) != len(y):
        return
    missing = np.isnan(X).any(axis=1) | np.isnan(y)
    yield Whether("some samples hold a NaN, but not all", "it is not so", bool(missing.any() and not missing.all()))
    if np.isfinite(X).all() and np.isfinite(y).all():
        yield from _of_fits(X, y)


def _of_fits(X: np.ndarray, y: np.ndarray) -> Iterator[Number | Whether]:
    rank, columns = int(np.linalg.matrix_rank(X)), X.shape[1]
    yield Whether("the columns of X are dependent", "the columns of X are independent", rank < columns)
    yield Whether(
        "there are fewer samples than features", "there are not fewer samples than features", len(X) < columns
    )
    yield Whether("X is square", "X is not square", len(X) == columns)
    dependent = rank < columns <= len(X)
    yield Whether("the columns of X are dependent although there are enough samples", "it is not so", dependent)
    yield Whether("X has a column of zeros", "X has no column of zeros", not X.any(axis=0).all())
    best = X @ np.linalg.lstsq(X, y, rcond=None)[0]
    fits = bool(np.abs(best - y).max() < 1e-9 * max(1.0, float(np.abs(y).max())))
    yield Whether("a theta fits y exactly", "no theta fits y exactly", fits)
    yield Whether("there is a single feature", "there are several features", columns == 1)
    yield Whether("a sample depends on others", "the samples are independent", rank < len(X))
    yield Whether(
        "X has two columns, and the second is constant, but neither 0 nor 1",
        "it is not so",
        len(X) > 1 and columns == 2 and bool(np.ptp(X[:, 1]) == 0 and X[0, 1] not in (0, 1)),
    )
    yield Whether(
        "a column of X is constant, and not 0", "it is not so", bool(((np.ptp(X, axis=0) == 0) & X.any(axis=0)).any())
    )
    if rank == columns:
        yield Number("the condition number of X", float(f"{np.linalg.cond(X):.2g}"))
    yield Number("the size of the largest entry of X", float(np.abs(X).max()))
