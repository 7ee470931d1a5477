import typing as t

import numpy as np
import torch


class Solution(t.NamedTuple):
    kind: str
    theta: t.Optional[np.ndarray]


def T(a):
    # copy, so that the caller's array isn't shared with torch
    return torch.tensor(np.array(a), dtype=torch.float64)


@torch.no_grad()
def normal_equations(X, y):
    X, y = T(X), T(y)
    return (X.mT @ X).numpy(), (X.mT @ y).numpy()


@torch.no_grad()
def solve(A, b):
    A, b = T(A), T(b)
    if A.shape[0] != A.shape[1]:
        raise ValueError("A must be a square matrix, got " + str(tuple(A.shape)))
    if b.shape[0] != A.shape[0]:
        raise ValueError("b must be of length " + str(A.shape[0]))
    if not torch.isfinite(A).all() or not torch.isfinite(b).all():
        raise ValueError("A, b: only finite numbers please")
    d = A.shape[0]
    rank = torch.linalg.matrix_rank(A, rtol=1e-12).item()
    if rank == d:
        return Solution("unique", torch.linalg.solve(A, b).numpy())
    pinv = torch.linalg.pinv(A, rtol=1e-12)
    theta = pinv @ b
    inside = torch.linalg.vector_norm(A @ theta - b) <= 1e-9 * torch.linalg.vector_norm(b)
    return Solution("infinite", theta.numpy()) if inside else Solution("none", None)


@torch.no_grad()
def least_squares(X, y):
    X, y = T(X), T(y)
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not torch.isfinite(X).all() or not torch.isfinite(y).all():
        raise ValueError("X, y: only finite numbers please")
    out = torch.linalg.lstsq(X, y.unsqueeze(1), rcond=1e-12, driver="gelsd")
    kind = "unique" if out.rank.item() == X.shape[1] else "infinite"
    return Solution(kind, out.solution.squeeze(1).numpy())


if __name__ == "__main__":
    print(solve(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0])))
    print(least_squares(np.array([[1.0, 1.0], [2.0, 1.0], [3.0, 1.0]]), np.array([1.0, 3.0, 5.0])))
