"""Ranks, and consistency, that are judged by a fixed size, exactly, or not at all; and other ways to solve a system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder import Misconception, misconception

from .solutions import Solution, checked, is_consistent, is_regular, right_solution, shortest


def each(name: str, values: Sequence[Any]) -> list[Mapping[str, Any]]:
    """A way for each value of a constant that nobody knows."""
    return [{name: value} for value in values]


def wrong_way_to_solve(
    hint: str, part: str, ways: Sequence[Mapping[str, Any]] = ({},), may_cost: Sequence[str] = ()
) -> Callable[[Callable[..., Solution]], Misconception]:
    """Turn a function of a well-formed system into a model of `solve`."""

    def decorate(model: Callable[..., Solution]) -> Misconception:
        def solve(A: np.ndarray, b: np.ndarray, **way: Any) -> Solution:
            checked(A, b)
            return model(A, b, **way)

        solve.__name__ = model.__name__
        return misconception("solve", part=part, hint=hint, ways=ways, may_cost=may_cost)(solve)

    return decorate


@wrong_way_to_solve(
    "It looks as if the rank were judged by a fixed tolerance. Look at how large the rounding errors of large entries "
    "are, and what is left of small ones.",
    "singular",
    [
        {"tolerance": tolerance, "refused": refused}
        for tolerance in (1e-10, 1e-12, 1e-9, 1e-14, 1e-8, 1e-6, 1e-3)
        for refused in (False, True)
    ],
    ["unique"],
)
def rank_by_a_fixed_tolerance(A: np.ndarray, b: np.ndarray, tolerance: float, refused: bool) -> Solution:
    rank = int(np.linalg.matrix_rank(A, tol=tolerance))
    if rank == len(A):
        try:
            return Solution("unique", np.linalg.solve(A, b))
        except np.linalg.LinAlgError:
            if refused:
                raise
            return Solution("unique", shortest(A, b))
    both = int(np.linalg.matrix_rank(np.column_stack([A, b]), tol=tolerance))
    return Solution("none", None) if both > rank else Solution("infinite", shortest(A, b))


@wrong_way_to_solve(
    "It looks as if a determinant below some fixed size counted as zero. Look at the determinant of a tenth of a large "
    "identity matrix, and at that of a singular matrix of millions.",
    "unique",
    each("limit", (1e-10, 1e-12, 1e-9, 1e-6, 1e-5, 1e-14)),
    ["singular"],
)
def determinant_below_a_fixed_size(A: np.ndarray, b: np.ndarray, limit: float) -> Solution:
    if abs(np.linalg.det(A)) >= limit:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_way_to_solve(
    "It looks as if something small were added to the diagonal of A, and no matrix counted as singular. Look at what "
    "the sum has to do with A theta = b.",
    "unique",
    each("penalty", (1e-6, 1e-8, 1e-10, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 1e-12)),
    ["singular", "bad_input"],
)
def penalty_on_every_system(A: np.ndarray, b: np.ndarray, penalty: float) -> Solution:
    return Solution("unique", np.linalg.solve(A + penalty * np.eye(len(A)), b))


@wrong_way_to_solve(
    "It looks as if elimination never exchanged rows. Look at a matrix of full rank whose first entry is zero.",
    "unique",
)
def elimination_without_exchange(A: np.ndarray, b: np.ndarray) -> Solution:
    if not is_regular(A):
        return right_solution(A, b)
    upper, right = A.astype(float), b.astype(float)
    d = len(A)
    with np.errstate(all="ignore"):
        for pivot in range(d):
            for row in range(pivot + 1, d):
                factor = upper[row, pivot] / upper[pivot, pivot]
                upper[row] = upper[row] - factor * upper[pivot]
                right[row] = right[row] - factor * right[pivot]
        theta = np.zeros(d)
        for row in range(d - 1, -1, -1):
            theta[row] = (right[row] - upper[row, row + 1 :] @ theta[row + 1 :]) / upper[row, row]
    return Solution("unique", theta)


@wrong_way_to_solve(
    "It looks as if a theta had to fulfil a singular system exactly, in every bit. Look at what rounding does to "
    "A theta.",
    "singular",
)
def consistent_only_if_exact(A: np.ndarray, b: np.ndarray) -> Solution:
    if is_regular(A):
        return right_solution(A, b)
    theta = shortest(A, b)
    return Solution("infinite", theta) if np.array_equal(A @ theta, b) else Solution("none", None)


@wrong_way_to_solve(
    "It looks as if a singular system counted as solvable when A theta is near b by some fixed distance. Look at a "
    "system whose numbers are all very small.",
    "singular",
    [
        *({"distance": distance, "share": 0.0, "length": False} for distance in (1e-8, 1e-10, 1e-9, 1e-6)),
        *({"distance": distance, "share": 0.0, "length": True} for distance in (1e-8, 1e-10, 1e-9, 1e-6)),
        {"distance": 1e-8, "share": 1e-5, "length": False},  # np.allclose, as it comes
    ],
)
def consistent_within_a_fixed_distance(
    A: np.ndarray, b: np.ndarray, distance: float, share: float, length: bool
) -> Solution:
    if is_regular(A):
        return right_solution(A, b)
    theta = shortest(A, b)
    off = A @ theta - b
    near = np.linalg.norm(off) < distance if length else (np.abs(off) <= distance + share * np.abs(b)).all()
    return Solution("infinite", theta) if near else Solution("none", None)


@wrong_way_to_solve(
    "It looks as if a singular system counted as solvable when A theta comes within a small share of b, such as a "
    "hundredth. Look at a system that misses by little.",
    "singular",
    each("share", (1e-2, 1e-1)),
)
def consistent_within_a_share(A: np.ndarray, b: np.ndarray, share: float) -> Solution:
    if is_regular(A):
        return right_solution(A, b)
    theta = shortest(A, b)
    near = np.linalg.norm(A @ theta - b) <= share * np.linalg.norm(b)
    return Solution("infinite", theta) if near else Solution("none", None)


@wrong_way_to_solve(
    'It looks as if "none" were returned only where [A b] has as many independent columns as A has rows. Look at a '
    "matrix whose rank lacks two or more.",
    "singular",
)
def none_only_at_full_rank_of_both(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    if solution.kind == "none" and np.linalg.matrix_rank(np.column_stack([A, b])) < len(A):
        return Solution("infinite", shortest(A, b))
    return solution


@wrong_way_to_solve(
    "It looks as if one direction alone were taken out of the solution of a singular system. Look at how many "
    "directions A sends to zero.",
    "singular",
)
def one_null_direction_removed(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    if solution.kind != "infinite":
        return solution
    pivots: list[int] = []
    for column in range(A.shape[1]):
        if np.linalg.matrix_rank(A[:, [*pivots, column]]) > len(pivots):
            pivots.append(column)
    theta = np.zeros(A.shape[1])
    theta[pivots] = shortest(A[:, pivots], b)
    null = np.linalg.svd(A)[2][-1]
    return Solution("infinite", theta - (theta @ null) * null)


@wrong_way_to_solve(
    "It looks as if the zero matrix were always said to have no solution. Look at 0 theta = 0.",
    "singular",
)
def zero_matrix_has_no_solution(A: np.ndarray, b: np.ndarray) -> Solution:
    return right_solution(A, b) if A.any() else Solution("none", None)


@wrong_way_to_solve(
    "It looks as if every entry of theta were rounded. Look at how many digits the assignment asks for.",
    "unique",
    each("decimals", (6, 4, 3, 2)),
    ["singular"],
)
def rounded_solution(A: np.ndarray, b: np.ndarray, decimals: int) -> Solution:
    solution = right_solution(A, b)
    theta = solution.theta
    return Solution(solution.kind, None if theta is None else np.round(theta, decimals))
