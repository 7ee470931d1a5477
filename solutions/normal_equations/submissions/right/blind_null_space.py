from typing import NamedTuple, Optional

import numpy as np
from scipy.linalg import null_space, orth


class Solution(NamedTuple):
    kind: str
    theta: Optional[np.ndarray]


def normal_equations(X, y):
    A = np.matmul(X.T, X)
    b = np.matmul(X.T, y)
    return A, b


def solve(A, b):
    assert_finite(A, b)
    if A.shape[0] != A.shape[1] or A.shape[0] != b.shape[0]:
        raise ValueError("A must be square, and b as long as A")
    N = null_space(A)
    if N.shape[1] == 0:
        return Solution("unique", np.linalg.solve(A, b))
    left = null_space(A.T)
    if np.linalg.norm(left.T @ b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    any_solution = np.linalg.lstsq(A, b, rcond=None)[0]
    return Solution("infinite", any_solution - N @ (N.T @ any_solution))


def least_squares(X, y):
    assert_finite(X, y)
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y have different lengths")
    N = null_space(X)
    Q = orth(X.T) if X.any() else np.zeros((X.shape[1], 0))
    z = np.linalg.lstsq(X @ Q, y, rcond=None)[0] if Q.shape[1] else np.zeros(0)
    return Solution("infinite" if N.shape[1] else "unique", Q @ z)


def assert_finite(*arrays):
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("entries must be finite numbers")
