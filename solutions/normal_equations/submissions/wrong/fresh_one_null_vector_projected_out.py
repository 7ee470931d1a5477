"""Normal equations.

Solutions of a singular system: particular solution + null space. The shortest is orthogonal to the null space.
"""
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


class InvalidSystem(ValueError):
    pass


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return X.T @ X, X.T @ y


def independent_columns(A: np.ndarray, rank: int) -> list[int]:
    """The first columns that span the range of A."""
    chosen: list[int] = []
    for j in range(A.shape[1]):
        if len(chosen) < rank and np.linalg.matrix_rank(A[:, chosen + [j]]) == len(chosen) + 1:
            chosen.append(j)
    return chosen


def particular_solution(A: np.ndarray, b: np.ndarray, rank: int) -> np.ndarray:
    """The free variables are zero."""
    columns = independent_columns(A, rank)
    theta = np.zeros(A.shape[1])
    if columns:
        theta[columns] = np.linalg.lstsq(A[:, columns], b, rcond=None)[0]
    return theta


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    if A.shape[0] != A.shape[1]:
        raise InvalidSystem("A is not square")
    if b.shape[0] != A.shape[0]:
        raise InvalidSystem("b has another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise InvalidSystem("an entry is not finite")
    rank = np.linalg.matrix_rank(A)
    if rank == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack((A, b))) > rank:
        return Solution("none", None)
    theta = particular_solution(A, b, rank)
    null_vector = np.linalg.svd(A)[2][-1]  # A @ null_vector == 0, length 1
    return Solution("infinite", theta - (theta @ null_vector) * null_vector)


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    if X.shape[0] != y.shape[0]:
        raise InvalidSystem("X and y differ in length")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise InvalidSystem("an entry is not finite")
    theta = np.linalg.pinv(X, rcond=1e-12) @ y
    return Solution("unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite", theta)
