import numpy as np
import torch
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def t64(a):
    return torch.tensor(np.ascontiguousarray(a), dtype=torch.float64)


def is_full(M):
    return int(torch.linalg.matrix_rank(t64(M), atol=0.0, rtol=1e-11)) == M.shape[1]


def all_finite(*arrays):
    return all(bool(torch.isfinite(t64(a)).all()) for a in arrays)


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("length")
    if not all_finite(A, b):
        raise ValueError("finite")
    if is_full(A):
        return Solution("unique", torch.linalg.solve(t64(A), t64(b)).numpy())
    theta = torch.linalg.pinv(t64(A), atol=0.0, rtol=1e-11) @ t64(b)
    if float((t64(A) @ theta - t64(b)).norm()) > 1e-7 * float(t64(b).norm()):
        return Solution("none", None)
    return Solution("infinite", theta.numpy())


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("length")
    if not all_finite(X, y):
        raise ValueError("finite")
    A, b = normal_equations(X, y)
    theta = torch.linalg.pinv(t64(A), rtol=1e-5) @ t64(b)
    return Solution("unique" if is_full(X) else "infinite", theta.numpy())
