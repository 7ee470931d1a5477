"""QR: the columns of Q with a non-zero on the diagonal of R are a basis of the range of A."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def range_basis(A):
    Q, R = np.linalg.qr(A)
    diagonal = np.abs(np.diag(R))
    size = np.abs(R).max()
    return Q[:, diagonal > 1e-11 * size]


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b must have the length of A")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("finite numbers only")
    basis = range_basis(A)
    if basis.shape[1] == len(b):
        return Solution("unique", np.linalg.solve(A, b))
    off = b - basis @ (basis.T @ b)
    if np.linalg.norm(off) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", np.linalg.lstsq(A, b, rcond=1e-11)[0])


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("y must have the length of X")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("finite numbers only")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
