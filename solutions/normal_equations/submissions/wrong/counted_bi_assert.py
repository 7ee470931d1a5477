from __future__ import annotations
from typing import NamedTuple
import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    A = X.T @ X
    b = X.T @ y
    assert A.shape == (X.shape[1], X.shape[1])
    assert b.shape == (X.shape[1],)
    return A, b


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    assert A.shape[0] == A.shape[1], "ValueError: A is not square"
    assert b.shape[0] == A.shape[0], "ValueError: b has another length"
    assert np.isfinite(A).all() and np.isfinite(b).all(), "ValueError: an entry is not finite"

    d = A.shape[0]
    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return Solution("unique", np.linalg.solve(A, b))

    U, S, Vh = np.linalg.svd(A)
    b_in = U[:, :rank] @ (U[:, :rank].T @ b)      # part of b in the range of A
    if np.linalg.norm(b - b_in) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", Vh[:rank].T @ (U[:, :rank].T @ b / S[:rank]))


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    assert X.shape[0] == y.shape[0], "ValueError: X and y differ in length"
    assert np.isfinite(X).all() and np.isfinite(y).all(), "ValueError: an entry is not finite"
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
