"""Finite means: the largest absolute value is below infinity."""
import math
from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b of another length")
    if not all(math.isfinite(v) for v in A.flat) or not all(map(math.isfinite, b)):
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=1e-11)
    if rank == len(b):
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("X and y differ in length")
    if not max(abs(v) for v in X.flat) < math.inf:
        raise ValueError("X not finite")
    if not max(abs(v) for v in y) < math.inf:
        raise ValueError("y not finite")
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    r = int((s > 1e-11 * s[0]).sum())
    theta = Vt[:r].T @ ((U[:, :r].T @ y) / s[:r])
    return Solution("unique" if r == X.shape[1] else "infinite", theta)
