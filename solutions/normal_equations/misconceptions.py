"""Mistakes that many make in normal_equations, as wrong models: what each was probably, and what to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from autograder.misconceptions import Misconception, misconception


class Solution(NamedTuple):
    """What `solve` and `least_squares` return."""

    kind: str
    theta: np.ndarray | None


def checked(A: np.ndarray, b: np.ndarray, *, square: bool = True) -> None:
    """Raise ValueError where the assignment asks for it."""
    if (square and (A.ndim != 2 or A.shape[0] != A.shape[1])) or len(A) != len(b):
        raise ValueError("sizes do not fit")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")


def shortest(A: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.linalg.pinv(A) @ b


def is_regular(A: np.ndarray) -> bool:
    return bool(np.linalg.matrix_rank(A) == len(A))


def is_consistent(A: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.linalg.matrix_rank(np.column_stack([A, b])) == np.linalg.matrix_rank(A))


def right_solution(A: np.ndarray, b: np.ndarray) -> Solution:
    """The right one, to be spoilt."""
    if is_regular(A):
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


def wrong_solve(hint: str, part: str) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a function of a well-formed system a model of `solve`."""

    def decorate(model: Callable[..., Any]) -> Misconception:
        def solve(A, b):
            checked(A, b)
            return model(A, b)

        solve.__name__ = model.__name__
        return misconception("solve", part=part, hint=hint)(solve)

    return decorate


def wrong_fit(hint: str) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a function of well-formed samples a model of `least_squares`."""

    def decorate(model: Callable[..., Any]) -> Misconception:
        def least_squares(X, y):
            checked(X, y, square=False)
            return model(X, y)

        least_squares.__name__ = model.__name__
        return misconception("least_squares", part="least_squares", hint=hint)(least_squares)

    return decorate


def wrong_equations(hint: str) -> Callable[[Callable[..., Any]], Misconception]:
    return misconception("normal_equations", part="normal_equations", hint=hint)


# --- normal_equations ---


@wrong_equations("It looks as if A were X X^T. Look at the shape of A: a row for each sample, or for each feature?")
def samples_for_features(X, y):
    return X @ X.T, X.T @ y


@wrong_equations("It looks as if both sides were divided by the number of samples. Look at how A and b are defined.")
def divided_by_the_number_of_samples(X, y):
    return X.T @ X / len(X), X.T @ y / len(X)


@wrong_equations("It looks as if both sides carried the factor 2 of the gradient. Look at how A and b are defined.")
def factor_of_the_gradient(X, y):
    return 2 * X.T @ X, 2 * X.T @ y


@wrong_equations("It looks as if a column of ones were added to X. Look at whether X has one already.")
def intercept_added(X, y):
    wide = np.column_stack([X, np.ones(len(X))])
    return wide.T @ wide, wide.T @ y


@wrong_equations("It looks as if the means were taken out of X and y first. Look at what A and b are made of.")
def centred_first(X, y):
    X, y = X - X.mean(axis=0), y - y.mean()
    return X.T @ X, X.T @ y


@wrong_equations("It looks as if b came first. Look at the order of the pair.")
def b_comes_first(X, y):
    return X.T @ y, X.T @ X


# --- solve: full rank ---


@wrong_solve(
    "It looks as if a small determinant were taken for a missing rank. Look at the determinant of a tenth of the unit "
    "matrix with many rows, and at its rank.",
    "unique",
)
def small_determinant_means_singular(A, b):
    if is_regular(A) and abs(np.linalg.det(A)) > 1e-8:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_solve(
    "It looks as if something were added to the diagonal of A. Look at how well A theta = b then holds.", "unique"
)
def ridge_on_the_diagonal(A, b):
    if is_regular(A):
        return Solution("unique", np.linalg.solve(A + 1e-6 * np.eye(len(A)), b))
    return right_solution(A, b)


@wrong_solve(
    "It looks as if the system with the transposed matrix were solved. Look at a matrix that is not symmetric.",
    "unique",
)
def transposed_system(A, b):
    return Solution("unique", np.linalg.solve(A.T, b)) if is_regular(A) else right_solution(A, b)


@wrong_solve(
    "It looks as if every entry were divided by the diagonal alone. Look at what elimination does with the rest.",
    "unique",
)
def diagonal_alone(A, b):
    if not is_regular(A):
        return right_solution(A, b)
    with np.errstate(all="ignore"):
        return Solution("unique", b / np.diag(A))


@wrong_solve("It looks as if float32 were used inside. Look at how many digits float64 keeps.", "unique")
def single_precision(A, b):
    if not is_regular(A):
        return right_solution(A, b)
    return Solution("unique", np.linalg.solve(A.astype(np.float32), b.astype(np.float32)).astype(np.float64))


# --- solve: singular ---


@wrong_solve(
    "It looks as if a matrix counted as singular only where its determinant is exactly zero, or where numpy refuses to "
    "solve it. Look at [[.1, .3], [.3, .9]]: its rank, and what rounding makes of its determinant.",
    "singular",
)
def determinant_for_rank(A, b):
    try:
        return Solution("unique", np.linalg.solve(A, b))
    except np.linalg.LinAlgError:
        return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


@wrong_solve(
    'It looks as if every singular system were called "infinite". Look at [13 13; 13 13] and (36, 54).', "singular"
)
def every_singular_system_infinite(A, b):
    return right_solution(A, b) if is_regular(A) else Solution("infinite", shortest(A, b))


@wrong_solve('It looks as if every singular system were called "none". Look at [5 5; 5 5] and (15, 15).', "singular")
def every_singular_system_none(A, b):
    return right_solution(A, b) if is_regular(A) else Solution("none", None)


@wrong_solve('It looks as if "none" and "infinite" changed places. Look at one example of each.', "singular")
def none_and_infinite_swapped(A, b):
    if is_regular(A):
        return right_solution(A, b)
    return Solution("none", None) if is_consistent(A, b) else Solution("infinite", shortest(A, b))


@wrong_solve(
    "It looks as if some solution were given, not the shortest. Look at what can be added to a solution of a singular "
    "system, and at the length of what you return.",
    "singular",
)
def particular_for_shortest(A, b):
    found = right_solution(A, b)
    if found.kind != "infinite":
        return found
    # The unknowns that elimination leaves free are zero.
    pivots: list[int] = []
    for column in range(A.shape[1]):
        if np.linalg.matrix_rank(A[:, [*pivots, column]]) > len(pivots):
            pivots.append(column)
    theta = np.zeros(A.shape[1])
    theta[pivots] = shortest(A[:, pivots], b)
    return Solution("infinite", theta)


@wrong_solve(
    "It looks as if a system without solution got the theta of least squares. Look at what the assignment says of "
    "theta "
    "for this kind.",
    "singular",
)
def best_fit_for_none(A, b):
    found = right_solution(A, b)
    return found if found.kind != "none" else Solution("none", shortest(A, b))


@wrong_solve(
    "It looks as if a system without solution got a theta of NaN. Look at what the assignment says of theta for this "
    "kind.",
    "singular",
)
def nan_for_none(A, b):
    found = right_solution(A, b)
    return found if found.kind != "none" else Solution("none", np.full(len(b), np.nan))


@wrong_solve(
    "It looks as if singular values counted as zero below a fixed size. Look at what happens to a rank when all "
    "numbers "
    "are given in another unit.",
    "unique",
)
def rank_by_a_fixed_size(A, b):
    values = np.linalg.svd(A, compute_uv=False)
    if values.min() > 1e-4:
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


# --- least_squares ---


@wrong_fit(
    'It looks as if the answer were always "unique". Look at a column that is a multiple of another one, and at fewer '
    "samples than features."
)
def always_unique(X, y):
    return Solution("unique", shortest(X, y))


@wrong_fit(
    'It looks as if "infinite" were said only of fewer samples than features. Look at a column that is a multiple of '
    "another one."
)
def counts_samples_for_rank(X, y):
    return Solution("infinite" if len(X) < X.shape[1] else "unique", shortest(X, y))


@wrong_fit(
    'It looks as if "none" were said where no theta fits exactly. Look at whether the normal equations can be '
    "without a "
    "solution."
)
def none_without_exact_fit(X, y):
    theta = shortest(X, y)
    if not np.allclose(X @ theta, y):
        return Solution("none", None)
    return Solution("unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite", theta)


@wrong_fit("It looks as if an intercept were added. Look at whether X has a column of ones already.")
def fit_with_intercept(X, y):
    wide = np.column_stack([X, np.ones(len(X))])
    theta = shortest(wide, y)[:-1]
    return Solution("unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite", theta)


@wrong_fit("It looks as if only as many samples as features were used. Look at what becomes of the other ones.")
def first_samples_alone(X, y):
    d = X.shape[1]
    theta = shortest(X[:d], y[:d])
    return Solution("unique" if np.linalg.matrix_rank(X) == d else "infinite", theta)


# --- bad input ---


def careless(hint: str, function: str) -> Callable[[Callable[..., Any]], Misconception]:
    return misconception(function, part="bad_input", hint=hint)


@careless("It looks as if NaN and infinity went through. Look at what the assignment says of entries.", "solve")
def nan_goes_through(A, b):
    if A.shape[0] != A.shape[1] or len(A) != len(b):
        raise ValueError("sizes do not fit")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        return Solution("none", None)
    return right_solution(A, b)


@careless("It looks as if NaN were refused and infinity not. Look at what counts as not finite.", "solve")
def infinity_goes_through(A, b):
    if A.shape[0] != A.shape[1] or len(A) != len(b) or np.isnan(A).any() or np.isnan(b).any():
        raise ValueError("sizes do not fit, or NaN")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        return Solution("none", None)
    return right_solution(A, b)
