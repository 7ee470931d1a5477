"""Common mistakes in what `solve` refuses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder import Misconception, misconception

from .solutions import Model, Solution, right_solution


def careless(hint: str) -> Callable[[Model], Misconception]:
    """Turn a function into a model of `solve` that accepts bad input."""
    return misconception("solve", part="bad_input", hint=hint)


@careless("It looks as if NaN and infinity were accepted. Look at what the assignment says about entries.")
def nan_goes_through(A: np.ndarray, b: np.ndarray) -> Solution:
    if A.shape[0] != A.shape[1] or len(A) != len(b):
        raise ValueError("the sizes do not match")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        return Solution("none", None)
    return right_solution(A, b)


@careless("It looks as if NaN were refused, but not infinity. Look at what counts as not finite.")
def infinity_goes_through(A: np.ndarray, b: np.ndarray) -> Solution:
    if A.shape[0] != A.shape[1] or len(A) != len(b) or np.isnan(A).any() or np.isnan(b).any():
        raise ValueError("the sizes do not match, or NaN")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        return Solution("none", None)
    return right_solution(A, b)
