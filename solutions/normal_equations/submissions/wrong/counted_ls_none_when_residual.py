from typing import NamedTuple
import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def classify(M, v):
    """Compare the rank of M with the rank of [M v]; theta is the shortest."""
    theta, _, rank, _ = np.linalg.lstsq(M, v, rcond=None)
    reached = np.linalg.norm(M @ theta - v) <= 1e-8 * np.linalg.norm(v)
    if rank < M.shape[1] and not reached:
        return Solution("none", None)
    if rank < M.shape[1]:
        return Solution("infinite", theta)
    return Solution("unique", theta)


def check(M, v):
    if len(M) != len(v):
        raise ValueError("lengths differ")
    if not (np.isfinite(M).all() and np.isfinite(v).all()):
        raise ValueError("not finite")


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("not square")
    check(A, b)
    return classify(A, b)


def least_squares(X, y):
    check(X, y)
    return classify(X, y)  # the same as solve, but X need not be square
