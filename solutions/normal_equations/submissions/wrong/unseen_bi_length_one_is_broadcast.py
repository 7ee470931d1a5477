import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def _require(test, message):
    if not test:
        raise ValueError(message)


def _right_side(v, length):
    """The vector as float64 of the given length; one number stands for all entries."""
    try:
        v = np.broadcast_to(np.asarray(v, dtype=float), (length,))
    except ValueError as error:
        raise ValueError(f"the right side needs {length} entries") from error
    _require(np.isfinite(v).all(), "right side not finite")
    return v


def solve(A, b):
    _require(A.shape[0] == A.shape[1], "A must be square")
    _require(np.isfinite(A).all(), "A not finite")
    b = _right_side(b, A.shape[0])
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-11)
    if rank == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    _require(np.isfinite(X).all(), "X not finite")
    y = _right_side(y, X.shape[0])
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
