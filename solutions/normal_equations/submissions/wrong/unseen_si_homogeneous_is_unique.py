import numpy as np
import torch
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


RTOL = 1e-11


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.ndim != 2 or A.shape[0] != A.shape[1] or b.shape != (A.shape[0],):
        raise ValueError("A must be square and b of the same length")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("A and b must be finite")
    # A homogeneous system always has the solution 0
    if not np.any(b):
        return Solution("unique", np.zeros_like(b))
    M, v = torch.from_numpy(A.copy()), torch.from_numpy(b.copy())
    U, s, Vh = torch.linalg.svd(M)
    keep = s > RTOL * s[0]
    c = U.T @ v
    theta = (Vh[keep].T @ (c[keep] / s[keep])).numpy()
    if bool(keep.all()):
        return Solution("unique", theta)
    if torch.linalg.vector_norm(c[~keep]) > 1e-7 * torch.linalg.vector_norm(v):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y must have the same length")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=RTOL)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
