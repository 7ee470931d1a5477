"""Solutions that are only approached, and determinants that are compared with what they can be at most."""

from __future__ import annotations

from typing import Final

import numpy as np

from .ranks import wrong_way_to_solve
from .solutions import Solution, is_consistent, is_regular, right_solution, shortest

METHODS: Final = ("lsqr", "lsmr")  # of scipy.sparse.linalg


@wrong_way_to_solve(
    "It looks as if theta were approached step by step, and the steps ended too early. Look at how near A theta is to "
    "b, and how near theta is to the solution, where the columns of A are nearly dependent.",
    "unique",
    [
        {"method": method, "divided": divided, "limited": limited}
        for method in METHODS
        for divided in (False, True)
        for limited in (False, True)
    ],
)
def steps_that_end_too_early(A: np.ndarray, b: np.ndarray, method: str, divided: bool, limited: bool) -> Solution:
    from scipy.sparse import linalg  # large, and only this needs it

    if not is_regular(A):
        return right_solution(A, b)
    largest = np.linalg.svd(A)[1][0] if divided else 1.0
    limit = {} if limited else {"iter_lim" if method == "lsqr" else "maxiter": 100 * len(A)}
    return Solution("unique", getattr(linalg, method)(A / largest, b / largest, **limit)[0])


@wrong_way_to_solve(
    "It looks as if a matrix counted as singular when its determinant is a tiny part of what it could be at most. Look "
    "at a matrix of full rank whose columns are all nearly multiples of one.",
    "unique",
    [{"limit": limit, "columns": columns} for limit in (1e-13, 1e-12, 1e-14, 1e-10) for columns in (False, True)],
)
def determinant_beside_its_bound(A: np.ndarray, b: np.ndarray, limit: float, columns: bool) -> Solution:
    square = A.T if columns else A
    lengths = np.linalg.norm(square, axis=1)
    if lengths.all() and abs(np.linalg.det(square / lengths[:, np.newaxis])) >= limit:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)
