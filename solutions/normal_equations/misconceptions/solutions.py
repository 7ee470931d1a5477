"""The right answers, to be spoilt, and what turns a function into a wrong model of `solve` or `least_squares`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from autograder import Misconception, misconception


class Solution(NamedTuple):
    """What `solve` and `least_squares` return."""

    kind: str
    theta: np.ndarray | None


Model = Callable[[np.ndarray, np.ndarray], Solution]


def checked(A: np.ndarray, b: np.ndarray, *, square: bool = True) -> None:
    """Raise ValueError where the assignment asks for it."""
    if (square and (A.ndim != 2 or A.shape[0] != A.shape[1])) or len(A) != len(b):
        raise ValueError("the sizes do not match")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")


def shortest(A: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The shortest vector that brings A theta closest to b."""
    theta: np.ndarray = np.linalg.pinv(A) @ b
    return theta


def is_regular(A: np.ndarray) -> bool:
    """Whether A has full rank."""
    return bool(np.linalg.matrix_rank(A) == len(A))


def is_consistent(A: np.ndarray, b: np.ndarray) -> bool:
    """Whether A theta = b has a solution."""
    return bool(np.linalg.matrix_rank(np.column_stack([A, b])) == np.linalg.matrix_rank(A))


def right_solution(A: np.ndarray, b: np.ndarray) -> Solution:
    """The right answer of `solve`."""
    if is_regular(A):
        return Solution("unique", np.linalg.solve(A, b))
    return Solution("infinite", shortest(A, b)) if is_consistent(A, b) else Solution("none", None)


def wrong_solve(hint: str, part: str) -> Callable[[Model], Misconception]:
    """Turn a function of a well-formed system into a model of `solve`."""

    def decorate(model: Model) -> Misconception:
        def solve(A: np.ndarray, b: np.ndarray) -> Solution:
            checked(A, b)
            return model(A, b)

        solve.__name__ = model.__name__
        return misconception("solve", part=part, hint=hint)(solve)

    return decorate


def wrong_fit(hint: str) -> Callable[[Model], Misconception]:
    """Turn a function of well-formed samples into a model of `least_squares`."""

    def decorate(model: Model) -> Misconception:
        def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
            checked(X, y, square=False)
            return model(X, y)

        least_squares.__name__ = model.__name__
        return misconception("least_squares", part="least_squares", hint=hint)(least_squares)

    return decorate
