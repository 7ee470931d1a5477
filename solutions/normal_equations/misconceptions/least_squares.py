"""Common mistakes in `least_squares`."""

from __future__ import annotations

import numpy as np

from .solutions import Solution, right_solution, shortest, wrong_fit


@wrong_fit(
    'It looks as if the answer were always "unique". Look at a column that is a multiple of another one, and at fewer '
    "samples than features."
)
def always_unique(X: np.ndarray, y: np.ndarray) -> Solution:
    return Solution("unique", shortest(X, y))


@wrong_fit(
    'It looks as if "infinite" were returned only for fewer samples than features. Look at a column that is a multiple '
    "of another one."
)
def counts_samples_for_rank(X: np.ndarray, y: np.ndarray) -> Solution:
    return Solution("infinite" if len(X) < X.shape[1] else "unique", shortest(X, y))


@wrong_fit(
    'It looks as if "none" were returned when no theta fits exactly. Look at whether the normal equations can have no '
    "solution."
)
def none_without_exact_fit(X: np.ndarray, y: np.ndarray) -> Solution:
    theta = shortest(X, y)
    if not np.allclose(X @ theta, y):
        return Solution("none", None)
    return Solution("unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite", theta)


@wrong_fit("It looks as if an intercept were added. Look at whether X has a column of ones already.")
def fit_with_intercept(X: np.ndarray, y: np.ndarray) -> Solution:
    wide = np.column_stack([X, np.ones(len(X))])
    theta = shortest(wide, y)[:-1]
    return Solution("unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite", theta)


@wrong_fit(
    "It looks as if an intercept were added, and the kind were that of the wider matrix. Look at whether X has a "
    "column of ones already."
)
def fit_and_kind_with_intercept(X: np.ndarray, y: np.ndarray) -> Solution:
    wide = np.column_stack([X, np.ones(len(X))])
    solution = right_solution(wide.T @ wide, wide.T @ y)
    # Beside large samples a column of ones makes "none" of rounding, and nobody thinks of its theta.
    return solution._replace(theta=solution.theta[:-1])  # type: ignore[index]


@wrong_fit("It looks as if only as many samples as features were used. Look at what happens to the others.")
def first_samples_alone(X: np.ndarray, y: np.ndarray) -> Solution:
    d = X.shape[1]
    theta = shortest(X[:d], y[:d])
    return Solution("unique" if np.linalg.matrix_rank(X) == d else "infinite", theta)
