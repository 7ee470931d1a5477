import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    A = X.T @ X
    b = X.T @ y
    return A, b


def gauss(A, b):
    """Gaussian elimination and back substitution (lecture 2)."""
    M = np.column_stack([A, b]).astype(float)
    d = len(b)
    for col in range(d):
        for row in range(col + 1, d):
            factor = M[row, col] / M[col, col]
            M[row, col:] -= factor * M[col, col:]
    theta = np.zeros(d)
    for row in range(d - 1, -1, -1):
        known = M[row, row + 1:d] @ theta[row + 1:]
        theta[row] = (M[row, d] - known) / M[row, row]
    return theta


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if A.shape[0] != len(b):
        raise ValueError("A and b do not fit")
    if not np.all(np.isfinite(A)) or not np.all(np.isfinite(b)):
        raise ValueError("A and b have to be finite")

    d = len(b)
    r = np.linalg.matrix_rank(A)          # full rank is decided here, not in gauss
    if r == d:
        return Solution("unique", gauss(A, b))

    pseudo = np.linalg.pinv(A, rcond=d * np.finfo(float).eps)
    theta = pseudo @ b
    if np.linalg.norm(A @ theta - b) <= 1e-7 * np.linalg.norm(b):
        return Solution("infinite", theta)
    else:
        return Solution("none", None)


def least_squares(X, y):
    n, d = X.shape
    if n != len(y):
        raise ValueError("X and y do not fit")
    if not np.all(np.isfinite(X)) or not np.all(np.isfinite(y)):
        raise ValueError("X and y have to be finite")
    theta, _, r, _ = np.linalg.lstsq(X, y, rcond=None)
    if r == d:
        return Solution("unique", theta)
    else:
        return Solution("infinite", theta)
