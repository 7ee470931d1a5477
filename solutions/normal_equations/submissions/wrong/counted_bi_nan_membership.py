import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def has_bad_entries(a):
    return np.nan in a or np.inf in a or -np.inf in a


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A has to be square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b has the wrong length")
    if has_bad_entries(A) or has_bad_entries(b):
        raise ValueError("nan or inf in the input")

    if np.linalg.matrix_rank(A) == A.shape[0]:
        return Solution("unique", np.linalg.solve(A, b))
    pinv = np.linalg.pinv(A, rcond=A.shape[0] * np.finfo(float).eps)
    theta = pinv @ b
    if np.linalg.norm(A @ theta - b) <= 1e-8 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y have different lengths")
    if has_bad_entries(X) or has_bad_entries(y):
        raise ValueError("nan or inf in the input")

    pinv = np.linalg.pinv(X, rcond=max(X.shape) * np.finfo(float).eps)
    kind = "unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite"
    return Solution(kind, pinv @ y)
