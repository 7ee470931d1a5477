"""Products that are nearly right: rounded, in single precision, with something on the diagonal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder import Misconception, misconception

from .normal_equations import Pair
from .ranks import each


def _equations(hint: str, ways: Sequence[Mapping[str, Any]] = ({},)) -> Callable[[Callable[..., Pair]], Misconception]:
    """Turn a function into a model of `normal_equations`."""
    return misconception("normal_equations", part="normal_equations", hint=hint, ways=ways)


@_equations(
    "It looks as if something small were added to the diagonal of A. Look at how A is defined.",
    each("penalty", (1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 1.0)),
)
def something_on_the_diagonal(X: np.ndarray, y: np.ndarray, penalty: float) -> Pair:
    return X.T @ X + penalty * np.eye(X.shape[1]), X.T @ y


@_equations(
    "It looks as if the entries of A and b were rounded to some decimals. Look at what is left of very small ones.",
    each("decimals", (6, 8, 4, 10, 3, 2)),
)
def products_rounded(X: np.ndarray, y: np.ndarray, decimals: int) -> Pair:
    return np.round(X.T @ X, decimals), np.round(X.T @ y, decimals)


@_equations("It looks as if A and b were computed in float32. Look at how many digits float64 keeps.")
def products_in_single_precision(X: np.ndarray, y: np.ndarray) -> Pair:
    single, targets = X.astype(np.float32), y.astype(np.float32)
    return (single.T @ single).astype(np.float64), (single.T @ targets).astype(np.float64)
