"""Everything in torch, float64 inside, numpy outside."""
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
import torch


@dataclass(frozen=True)
class Solution:
    kind: str
    theta: Optional[np.ndarray] = field(default=None)


def tensor(a):
    return torch.tensor(np.array(a, dtype=np.float64))


def normal_equations(X, y):
    Xt, yt = tensor(X), tensor(y)
    return torch.mm(Xt.T, Xt).numpy(), torch.mv(Xt.T, yt).numpy()


def pinv(M):
    return torch.linalg.pinv(M, rtol=1e-11, atol=0.0)


def rank(M):
    return int(torch.linalg.matrix_rank(M, rtol=1e-11, atol=0.0))


def solve(A, b):
    A, b = tensor(A), tensor(b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("b must fit A")
    if not (torch.isfinite(A).all() and torch.isfinite(b).all()):
        raise ValueError("only finite entries")
    if rank(A) == b.shape[0]:
        return Solution(kind="unique", theta=torch.linalg.solve(A, b).numpy())
    theta = pinv(A) @ b
    if torch.linalg.norm(A @ theta - b) > 1e-7 * torch.linalg.norm(b):
        return Solution("none")
    return Solution("infinite", theta.numpy())


def least_squares(X, y):
    X, y = tensor(X), tensor(y)
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    if not (torch.isfinite(X).all() and torch.isfinite(y).all()):
        raise ValueError("only finite entries")
    return Solution("unique" if rank(X) == X.shape[1] else "infinite", (pinv(X) @ y).numpy())
