r"""
The pseudoinverse without an SVD: scale to size 1, then Newton-Schulz, P <- P (2 - M P), from P = M^T / |M|^2.
The range and the row range of P are those of M^T from the first step on, so the limit is the shortest solution.
Ranks are left to numpy.
"""
from collections import namedtuple
from itertools import islice

import numpy as np

solution = namedtuple("solution", ("kind", "theta"))
KINDS = ("infinite", "unique")


def normal_equations(X, y, dtype=np.float64):
    """The Hessian of |X theta - y|^2 / 2, and minus its gradient at 0."""
    residual = lambda theta: X @ theta - y
    gradient = lambda theta: X.T @ residual(theta)
    zero = np.zeros(X.shape[1], dtype)
    return np.stack([X.T @ column for column in X.T]), -gradient(zero)


def _basis(M):
    """Orthonormal basis of the row space of M, as many rows as numpy counts ranks."""
    return np.linalg.svd(M)[2][: np.linalg.matrix_rank(M)]


def _newton_schulz(M):
    P = M.T / np.linalg.norm(M, 2) ** 2
    while True:
        yield P
        P = 2 * P - P @ M @ P


def _shortest(M, v):
    rows = _basis(M)
    if not len(rows):
        return 0, np.zeros(M.shape[1])
    size = np.abs(M).max()
    core = M / size @ rows.T  # full column rank: no null space left in which rounding could grow
    P = next(islice(_newton_schulz(core), 80, None))
    z = P @ (v / size)
    for _ in range(3):
        z = z + P @ (v / size - core @ z)
    return len(rows), rows.T @ z


def _finite(*arrays):
    for array in arrays:
        if not np.isfinite(array).all():
            raise ValueError("every entry has to be a finite number")


def solve(A, b, *, slack=1e-6):
    try:
        rows, cols = np.shape(A)
        np.broadcast_shapes((rows, cols), (cols, rows))
        if rows != cols or np.shape(b) != (rows,):
            raise IndexError("shapes")
    except (ValueError, IndexError) as error:
        raise ValueError(f"a square A and a b of its length are needed: {error}") from error
    _finite(A, b)
    rank, theta = _shortest(A, b)
    if rank < rows and np.linalg.norm(A @ theta - b) > slack * np.linalg.norm(b):
        return solution("none", None)
    return solution(KINDS[rank == rows], tuple(theta))


def least_squares(X, y):
    if len(X) - len(y):
        raise ValueError("as many targets as samples, please")
    _finite(X, y)
    rank, theta = _shortest(X, y)
    return solution(KINDS[rank == X.shape[1]], tuple(theta))
