"""Ranks that are read off something else: one triangle, a condition number, pivots, pairs of columns."""

from __future__ import annotations

import numpy as np

from .fits import wrong_way_to_fit
from .ranks import each, wrong_way_to_solve
from .solutions import Solution, is_consistent, is_regular, right_solution, shortest


def _by_rank(A: np.ndarray, b: np.ndarray, *, full: bool) -> Solution:
    """What follows if A is taken to be of full rank, or not to be."""
    if full:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_way_to_solve(
    "It looks as if the rank of A were taken as that of a symmetric matrix, from one of its triangles. Look at a "
    "matrix that is not symmetric.",
    "singular",
    may_cost=["unique"],
)
def rank_as_of_a_symmetric_matrix(A: np.ndarray, b: np.ndarray) -> Solution:
    rank = np.linalg.matrix_rank(A, hermitian=True)
    if rank == len(A):
        return Solution("unique", np.linalg.solve(A, b))
    both = np.linalg.matrix_rank(np.column_stack([A, b]))
    return Solution("none", None) if both > rank else Solution("infinite", shortest(A, b))


@wrong_way_to_solve(
    "It looks as if a large condition number counted as a missing rank. Look at how large it is for a matrix of full "
    "rank whose columns are nearly dependent.",
    "unique",
    each("limit", (1e4, 1e5, 1e3)),
)
def large_condition_number_for_singular(A: np.ndarray, b: np.ndarray, limit: float) -> Solution:
    return _by_rank(A, b, full=bool(np.linalg.cond(A) <= limit))


@wrong_way_to_solve(
    "It looks as if elimination took a pivot below some fixed size for zero. Look at a system whose numbers are all "
    "very small, and at rounding where they are very large.",
    "unique",
    each("size", (1e-7, 1e-8, 1e-9, 1e-10, 1e-12)),
    ["singular"],
)
def pivot_below_a_fixed_size(A: np.ndarray, b: np.ndarray, size: float) -> Solution:
    upper, rank = A.astype(float), 0
    for column in range(len(A)):
        if rank == len(A):
            break
        pivot = rank + int(np.argmax(np.abs(upper[rank:, column])))
        if abs(upper[pivot, column]) < size:
            continue
        upper[[rank, pivot]] = upper[[pivot, rank]]
        for row in range(rank + 1, len(A)):
            upper[row] -= upper[row, column] / upper[rank, column] * upper[rank]
        rank += 1
    return _by_rank(A, b, full=rank == len(A))


@wrong_way_to_solve(
    "It looks as if columns counted as dependent only where one is zero or a multiple of another one. Look at a column "
    "that is the sum of two others.",
    "singular",
)
def multiples_alone_are_dependent(A: np.ndarray, b: np.ndarray) -> Solution:
    lengths = np.linalg.norm(A, axis=0)
    pairs = [(i, j) for i in range(len(A)) for j in range(i)]
    alike = any(
        abs(abs(A[:, i] @ A[:, j]) - lengths[i] * lengths[j]) <= 1e-12 * lengths[i] * lengths[j] for i, j in pairs
    )
    return _by_rank(A, b, full=bool(lengths.all()) and not alike)


@wrong_way_to_solve(
    "It looks as if b were added to A as one more row, to compare the ranks. Look at which of A's rows or columns b "
    "has to be a combination of.",
    "singular",
)
def b_added_as_a_row(A: np.ndarray, b: np.ndarray) -> Solution:
    rank = int(np.linalg.matrix_rank(A))
    if rank == len(A):
        return _by_rank(A, b, full=True)
    both = int(np.linalg.matrix_rank(np.vstack([A, b])))
    return Solution("none", None) if both > rank else Solution("infinite", shortest(A, b))


@wrong_way_to_solve(
    "It looks as if only the first equations were used, as many as the rank. Look at a system whose first two "
    "equations are multiples of each other.",
    "singular",
)
def first_equations_alone(A: np.ndarray, b: np.ndarray) -> Solution:
    rank = int(np.linalg.matrix_rank(A))
    if rank == len(A) or not is_consistent(A, b):
        return _by_rank(A, b, full=rank == len(A))
    return Solution("infinite", shortest(A[:rank], b[:rank]) if rank else np.zeros(len(A)))


@wrong_way_to_fit(
    "It looks as if the rank of X were judged by a fixed tolerance. Look at how large the rounding errors of large "
    "entries are, and what is left of small ones.",
    each("tolerance", (1e-10, 1e-8, 1e-9, 1e-12)),
)
def rank_of_samples_by_a_fixed_tolerance(X: np.ndarray, y: np.ndarray, tolerance: float) -> Solution:
    rank = np.linalg.matrix_rank(X, tol=tolerance)
    return Solution("unique" if rank == X.shape[1] else "infinite", shortest(X, y))


@wrong_way_to_fit(
    "It looks as if singular values far above rounding counted as zero. Look at what rcond is compared with.",
    each("rcond", (1e-2, 1e-1)),
)
def small_singular_values_left_out(X: np.ndarray, y: np.ndarray, rcond: float) -> Solution:
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=rcond)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)


@wrong_way_to_fit(
    'It looks as if "infinite" were returned only for equal columns, and for fewer samples than features. Look at a '
    "column that is a multiple of another one, and at one that is a sum of others."
)
def equal_columns_alone_are_dependent(X: np.ndarray, y: np.ndarray) -> Solution:
    columns = X.shape[1]
    dependent = len(X) < columns or np.unique(X, axis=1).shape[1] < columns
    return Solution("infinite" if dependent else "unique", shortest(X, y))


@wrong_way_to_fit(
    "It looks as if the columns of X were brought to one length before the shortest theta was taken. Look at the "
    "length of the theta that you return."
)
def columns_scaled_first(X: np.ndarray, y: np.ndarray) -> Solution:
    lengths = np.linalg.norm(X, axis=0)
    lengths = np.where(lengths == 0, 1.0, lengths)
    rank = np.linalg.matrix_rank(X)
    return Solution("unique" if rank == X.shape[1] else "infinite", shortest(X / lengths, y) / lengths)


@wrong_way_to_solve(
    "It looks as if the shortest solution left out, or kept, singular values by a fixed size. Look at the same system "
    "in a unit a billion times smaller or larger.",
    "singular",
    each("limit", (1e-10, 1e-12, 1e-8, 1e-6)),
)
def shortest_by_a_fixed_size(A: np.ndarray, b: np.ndarray, limit: float) -> Solution:
    solution = right_solution(A, b)
    if solution.kind != "infinite":
        return solution
    left, sizes, right = np.linalg.svd(A)
    inverse = np.array([1 / size if size > limit else 0.0 for size in sizes])
    return Solution("infinite", right.T @ (inverse * (left.T @ b)))


@wrong_way_to_solve(
    "It looks as if every equation had to hold relative to its own right side. Look at an equation whose right side is "
    "0, and at what rounding leaves of it.",
    "singular",
    each("near", (1e-9, 1e-8, 1e-6, 1e-10)),
)
def equations_relative_to_their_own_side(A: np.ndarray, b: np.ndarray, near: float) -> Solution:
    if is_regular(A):
        return Solution("unique", np.linalg.solve(A, b))
    theta = shortest(A, b)
    return Solution("infinite", theta) if np.allclose(A @ theta, b, rtol=near, atol=0) else Solution("none", None)
