"""First simplify: an unknown that is in no equation is set to 0 and leaves the system."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def check(M, v):
    if M.shape[0] != v.shape[0]:
        raise ValueError("rows and entries differ in number")
    if not np.isfinite(M).all() or not np.isfinite(v).all():
        raise ValueError("not finite")


def solve(A, b):
    check(A, b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("not square")
    theta = np.zeros(A.shape[1])
    present = np.any(A != 0, axis=0)
    if not present.any():
        return Solution("none", None) if b.any() else Solution("infinite", theta)
    B = A[:, present]
    U, s, Vt = np.linalg.svd(B, full_matrices=False)
    r = int((s > 1e-11 * s[0]).sum())
    c = U[:, :r].T @ b
    if r < len(b) and np.linalg.norm(b - U[:, :r] @ c) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    theta[present] = Vt[:r].T @ (c / s[:r])
    return Solution("unique" if r == B.shape[1] else "infinite", theta)


def least_squares(X, y):
    check(X, y)
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
