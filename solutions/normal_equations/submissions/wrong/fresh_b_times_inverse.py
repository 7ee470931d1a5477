from dataclasses import dataclass
import numpy as np


@dataclass
class Solution:
    kind: str
    theta: object = None


def normal_equations(X, y):
    return X.T @ X, y @ X


def solve(A, b):
    d = A.shape[0]
    if A.shape != (d, d):
        raise ValueError(f"A must be square, is {A.shape}")
    if b.shape != (d,):
        raise ValueError(f"b must be ({d},), is {b.shape}")
    if np.isnan(A).any() or np.isinf(A).any() or np.isnan(b).any() or np.isinf(b).any():
        raise ValueError("entries must be finite")

    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return Solution("unique", b @ np.linalg.inv(A))

    # singular: is b in the range of A?
    U, s, Vt = np.linalg.svd(A)
    c = U.T @ b
    if np.linalg.norm(c[rank:]) > 1e-9 * np.linalg.norm(b):
        return Solution("none")
    return Solution("infinite", Vt[:rank].T @ (c[:rank] / s[:rank]))


def least_squares(X, y):
    if len(X) != len(y):
        raise ValueError("number of samples")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("entries must be finite")
    A, b = normal_equations(X, y)
    return solve(A, b)
