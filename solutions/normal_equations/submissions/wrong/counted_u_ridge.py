"""normal_equations.py"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

JITTER = 1e-10  # keeps the solver stable for badly conditioned matrices


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    Xt = np.transpose(X)
    return np.dot(Xt, X), np.dot(Xt, y)


def _validate_system(A: np.ndarray, b: np.ndarray) -> None:
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square, got shape {A.shape}")
    if b.shape[0] != A.shape[0]:
        raise ValueError(f"b must have length {A.shape[0]}, got {b.shape[0]}")
    if not np.isfinite(A).all():
        raise ValueError("A contains NaN or infinity")
    if not np.isfinite(b).all():
        raise ValueError("b contains NaN or infinity")


def solve(A: np.ndarray, b: np.ndarray) -> Solution:
    _validate_system(A, b)
    d = A.shape[0]
    if np.linalg.matrix_rank(A) == d:
        theta = np.linalg.solve(A + JITTER * np.eye(d), b)
        return Solution(kind="unique", theta=theta)

    theta, *_ = np.linalg.lstsq(A, b, rcond=None)
    scale = np.linalg.norm(b)
    if np.linalg.norm(A @ theta - b) <= 1e-8 * scale:
        return Solution(kind="infinite", theta=theta)
    return Solution(kind="none", theta=None)


def least_squares(X: np.ndarray, y: np.ndarray) -> Solution:
    if X.shape[0] != y.shape[0]:
        raise ValueError(f"X has {X.shape[0]} samples, y has {y.shape[0]}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X or y contains NaN or infinity")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution(kind="unique" if rank == X.shape[1] else "infinite", theta=theta)
