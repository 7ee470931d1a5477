"""What may tell the calls apart that a submission of normal_equations answers rightly and wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from autograder import Number, Whether, features_of

SIZES: Final = {"n": "the number of samples", "d": "the number of unknowns"}


def _of_numbers(name: str, values: np.ndarray) -> Iterator[Whether]:
    """What is not finite."""
    yield Whether(f"{name} holds a NaN", f"{name} holds no NaN", bool(np.isnan(values).any()))
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
    yield Whether("A is not symmetric", "A is symmetric", not np.array_equal(A, A.T))
    yield Whether("A has a zero on its diagonal", "A has no zero on its diagonal", not np.diag(A).all())
    yield Whether("the first entry of A is zero", "the first entry of A is not zero", not A[0, 0])
    yield Whether(
        "elimination meets no zero although A is singular",
        "elimination shows whether A is singular",
        singular and _eliminates(A),
    )
    yield Whether("elimination ends in a zero", "elimination meets no zero", not _eliminates(A))
    yield Number("the rank deficit of A", len(A) - rank)
    yield Whether("A is 1 by 1", "A is larger than 1 by 1", len(A) == 1)
    yield Whether("b is zero", "b is not zero", not b.any())
    with np.errstate(all="ignore"):
        yield Number("the size of the determinant of A", abs(float(f"{np.linalg.det(A):.2g}")))
    if not singular:
        yield Number("the condition number of A", float(f"{np.linalg.cond(A):.2g}"))
    yield Number("the size of the largest entry of A", float(np.abs(A).max()))


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
    yield from _of_numbers("X", X)
    yield from _of_numbers("y", y)
    if len(X) != len(y) or not np.isfinite(X).all() or not np.isfinite(y).all():
        return
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
