"""Everything in torch, in float64; a dataclass for the record; theta is a Parameter."""
from dataclasses import dataclass, field

import numpy as np
import torch


@dataclass
class Solution:
    kind: str
    theta: torch.Tensor | None = None
    singular_values: torch.Tensor | None = field(default=None, repr=False)


def tensor(a):
    return torch.from_numpy(np.array(a, dtype=np.float64, order="C"))


def normal_equations(X, y):
    X, y = tensor(X), tensor(y)
    gram = X.mT.mm(X)
    # .mT: a view that is not contiguous; the matrix is symmetric
    return gram.mT, X.mT.mv(y)


def _svd(M, v):
    U, s, Vh = torch.linalg.svd(M, full_matrices=False)
    r = int((s > s[0] * max(M.shape) * torch.finfo(M.dtype).eps).sum())
    theta = Vh[:r].mT @ ((U[:, :r].mT @ v) / s[:r])
    return r, torch.nn.Parameter(theta), s


def _guard(M, v):
    if M.shape[0] != v.shape[0]:
        raise ValueError(f"lengths differ: {M.shape[0]} and {v.shape[0]}")
    if not (torch.isfinite(M).all() and torch.isfinite(v).all()):
        raise ValueError("not finite")


def solve(A, b):
    A, b = tensor(A), tensor(b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("not square")
    _guard(A, b)
    r, theta, s = _svd(A, b)
    if r == len(b):
        return Solution("unique", theta, s)
    with torch.no_grad():
        off = torch.linalg.vector_norm(A @ theta - b) > 1e-8 * torch.linalg.vector_norm(b)
    return Solution("none", None, s) if off else Solution("infinite", theta, s)


def least_squares(X, y):
    X, y = tensor(X), tensor(y)
    _guard(X, y)
    r, theta, s = _svd(X, y)
    return Solution("unique" if r == X.shape[1] else "infinite", theta, s)
