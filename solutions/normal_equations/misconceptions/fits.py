"""More mistakes in `least_squares`: a penalty, a theta that is not the shortest, ranks compared with the wrong size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder import Misconception, misconception

from .solutions import Solution, checked, shortest


def wrong_way_to_fit(
    hint: str, ways: Sequence[Mapping[str, Any]] = ({},)
) -> Callable[[Callable[..., Solution]], Misconception]:
    """Turn a function of well-formed samples into a model of `least_squares`."""

    def decorate(model: Callable[..., Solution]) -> Misconception:
        def least_squares(X: np.ndarray, y: np.ndarray, **way: Any) -> Solution:
            checked(X, y, square=False)
            return model(X, y, **way)

        least_squares.__name__ = model.__name__
        return misconception("least_squares", part="least_squares", hint=hint, ways=ways)(least_squares)

    return decorate


def _kind(X: np.ndarray) -> str:
    return "unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite"


@wrong_way_to_fit(
    "It looks as if a penalty on theta were added: a fit that is a little too short. Look at what is to be minimised.",
    [
        {"penalty": penalty, "always": always}
        for penalty in (1e-6, 1e-8, 1e-10, 1e-4, 1e-3, 1e-2, 0.1, 1.0)
        for always in (False, True)
    ],
)
def penalty_in_the_fit(X: np.ndarray, y: np.ndarray, penalty: float, always: bool) -> Solution:
    theta = np.linalg.solve(X.T @ X + penalty * np.eye(X.shape[1]), X.T @ y)
    return Solution("unique" if always else _kind(X), theta)


@wrong_way_to_fit(
    "It looks as if any best theta were returned where there are many, with zeros for the columns that are left over. "
    "Look at the length of what you return."
)
def fit_with_zeros_for_the_rest(X: np.ndarray, y: np.ndarray) -> Solution:
    pivots: list[int] = []
    for column in range(X.shape[1]):
        if np.linalg.matrix_rank(X[:, [*pivots, column]]) > len(pivots):
            pivots.append(column)
    theta = np.zeros(X.shape[1])
    theta[pivots] = shortest(X[:, pivots], y)
    return Solution(_kind(X), theta)


@wrong_way_to_fit(
    'It looks as if dependent columns were answered with "none". Look at whether the normal equations can have no '
    "solution.",
    ({"theta": False}, {"theta": True}),
)
def none_for_dependent_columns(X: np.ndarray, y: np.ndarray, theta: bool) -> Solution:
    best = shortest(X, y)
    return Solution("unique", best) if _kind(X) == "unique" else Solution("none", best if theta else None)


@wrong_way_to_fit(
    'It looks as if the answer were "infinite" whenever the rank of X is below the number of samples. Look at which of '
    "X's sizes the rank is compared with."
)
def rank_compared_with_samples(X: np.ndarray, y: np.ndarray) -> Solution:
    return Solution("unique" if np.linalg.matrix_rank(X) == len(X) else "infinite", shortest(X, y))


@wrong_way_to_fit(
    "It looks as if X counted as of full rank when its rank is the smaller of its sizes. Look at fewer samples than "
    "features."
)
def full_rank_of_the_smaller_size(X: np.ndarray, y: np.ndarray) -> Solution:
    return Solution("unique" if np.linalg.matrix_rank(X) == min(X.shape) else "infinite", shortest(X, y))


@wrong_way_to_fit("It looks as if the mean were subtracted from y first. Look at what is to be fitted.")
def fit_to_centred_targets(X: np.ndarray, y: np.ndarray) -> Solution:
    return Solution(_kind(X), shortest(X, y - y.mean()))
