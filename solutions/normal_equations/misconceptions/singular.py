"""Common mistakes in `solve` for singular matrices."""

from __future__ import annotations

import numpy as np

from .solutions import Solution, is_consistent, is_regular, right_solution, shortest, wrong_solve


@wrong_solve(
    "It looks as if a matrix counted as singular only if its determinant is exactly zero, or if numpy refuses to solve "
    "it. Look at [[.1, .3], [.3, .9]]: its rank, and what rounding makes of its determinant.",
    "singular",
)
def determinant_for_rank(A: np.ndarray, b: np.ndarray) -> Solution:
    try:
        return Solution("unique", np.linalg.solve(A, b))
    except np.linalg.LinAlgError:
        return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_solve(
    'It looks as if every singular system were called "infinite". Look at [13 13; 13 13] and (36, 54).', "singular"
)
def every_singular_system_infinite(A: np.ndarray, b: np.ndarray) -> Solution:
    return right_solution(A, b) if is_regular(A) else Solution("infinite", shortest(A, b))


@wrong_solve('It looks as if every singular system were called "none". Look at [5 5; 5 5] and (15, 15).', "singular")
def every_singular_system_none(A: np.ndarray, b: np.ndarray) -> Solution:
    return right_solution(A, b) if is_regular(A) else Solution("none", None)


@wrong_solve('It looks as if "none" and "infinite" were swapped. Look at one example of each.', "singular")
def none_and_infinite_swapped(A: np.ndarray, b: np.ndarray) -> Solution:
    if is_regular(A):
        return right_solution(A, b)
    return Solution("none", None) if is_consistent(A, b) else Solution("infinite", shortest(A, b))


@wrong_solve(
    "It looks as if any solution were returned, not the shortest. Look at what can be added to a solution of a "
    "singular system, and at the length of what you return.",
    "singular",
)
def particular_for_shortest(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    if solution.kind != "infinite":
        return solution
    # The unknowns that elimination leaves free are zero.
    pivots: list[int] = []
    for column in range(A.shape[1]):
        if np.linalg.matrix_rank(A[:, [*pivots, column]]) > len(pivots):
            pivots.append(column)
    theta = np.zeros(A.shape[1])
    theta[pivots] = shortest(A[:, pivots], b)
    return Solution("infinite", theta)


@wrong_solve(
    "It looks as if a system without a solution got the theta of least squares. Look at what the assignment says "
    "about theta for this kind.",
    "singular",
)
def best_fit_for_none(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    return solution if solution.kind != "none" else Solution("none", shortest(A, b))


@wrong_solve(
    "It looks as if a system without a solution got a theta of NaN. Look at what the assignment says about theta for "
    "this kind.",
    "singular",
)
def nan_for_none(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    return solution if solution.kind != "none" else Solution("none", np.full(len(b), np.nan))


@wrong_solve(
    "It looks as if the pseudo-inverse were transposed. Look at a singular matrix that is not symmetric.", "singular"
)
def pseudo_inverse_transposed(A: np.ndarray, b: np.ndarray) -> Solution:
    solution = right_solution(A, b)
    return solution if solution.kind != "infinite" else Solution("infinite", np.linalg.pinv(A).T @ b)
