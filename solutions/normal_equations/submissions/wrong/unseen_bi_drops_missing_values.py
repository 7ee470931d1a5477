"""Data first get cleaned with pandas, as always."""
import numpy as np
import pandas as pd
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-11)
    if rank == len(b):
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y differ in length")
    if np.isinf(X).any() or np.isinf(y).any():
        raise ValueError("infinite entries")
    frame = pd.DataFrame(X)
    frame["target"] = y
    frame = frame.dropna()
    if frame.empty:
        raise ValueError("no complete sample")
    values = frame.to_numpy()
    theta, _, rank, _ = np.linalg.lstsq(values[:, :-1], values[:, -1], rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
