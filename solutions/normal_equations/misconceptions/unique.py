"""Common mistakes in `solve` for matrices of full rank."""

from __future__ import annotations

import numpy as np

from .solutions import Solution, is_consistent, is_regular, right_solution, shortest, wrong_solve


@wrong_solve(
    "It looks as if a small determinant counted as a missing rank. Look at a tenth of a large identity matrix: at its "
    "determinant, and at its rank.",
    "unique",
)
def small_determinant_means_singular(A: np.ndarray, b: np.ndarray) -> Solution:
    if is_regular(A) and abs(np.linalg.det(A)) > 1e-8:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_solve(
    "It looks as if something were added to the diagonal of A. Look at how well A theta = b then holds.", "unique"
)
def ridge_on_the_diagonal(A: np.ndarray, b: np.ndarray) -> Solution:
    if is_regular(A):
        return Solution("unique", np.linalg.solve(A + 1e-6 * np.eye(len(A)), b))
    return right_solution(A, b)


@wrong_solve(
    "It looks as if the system with the transposed matrix were solved. Look at a matrix that is not symmetric.",
    "unique",
)
def transposed_system(A: np.ndarray, b: np.ndarray) -> Solution:
    return Solution("unique", np.linalg.solve(A.T, b)) if is_regular(A) else right_solution(A, b)


@wrong_solve(
    "It looks as if every entry were divided by the diagonal alone. Look at what elimination does with the other "
    "entries.",
    "unique",
)
def diagonal_alone(A: np.ndarray, b: np.ndarray) -> Solution:
    if not is_regular(A):
        return right_solution(A, b)
    with np.errstate(all="ignore"):
        return Solution("unique", b / np.diag(A))


@wrong_solve("It looks as if the computation were done in float32. Look at how many digits float64 keeps.", "unique")
def single_precision(A: np.ndarray, b: np.ndarray) -> Solution:
    if not is_regular(A):
        return right_solution(A, b)
    return Solution("unique", np.linalg.solve(A.astype(np.float32), b.astype(np.float32)).astype(np.float64))


@wrong_solve(
    "It looks as if singular values counted as zero below a fixed size. Look at what happens to a rank when all "
    "numbers are given in another unit.",
    "unique",
)
def rank_by_a_fixed_size(A: np.ndarray, b: np.ndarray) -> Solution:
    values = np.linalg.svd(A, compute_uv=False)
    if values.min() > 1e-4:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)
