"""Solve the linear model in closed form, and say what happens when the matrix is singular.

The handout is README.md beside this file. Keep the names and signatures; everything else is yours.
"""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """What there is to say about A theta = b."""

    kind: str  # "unique", "infinite" or "none"
    theta: np.ndarray | None  # (d,) the solution; of infinitely many the shortest; None for "none"


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair (A, b) with A = X^T X and b = X^T y."""
    A = X.T @ X
    b = X.T @ y
    return A, b


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    """Return how many solutions A theta = b has, and the solution or the shortest of them."""
    raise NotImplementedError("TODO: tell the three kinds of systems apart and return the solution.")


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    """Return the theta with the least sum of squares |X theta - y|^2, of several the shortest."""
    raise NotImplementedError("TODO: return the solution of the normal equations of X and y.")
