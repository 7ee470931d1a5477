"""Esercizio 3 - equazioni normali. Chiara

I stay with torch (linalg is the same LAPACK) and give numpy back at the end.
"""
from types import SimpleNamespace as Solution

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def _t(a):
    a = torch.tensor(np.asarray(a, dtype=np.float64))
    if not torch.isfinite(a).all():
        raise ValueError("non-finite entry")
    return a


class NormalEquations:
    def __call__(self, X, y):
        Xt, yt = torch.tensor(X), torch.tensor(y)
        return (Xt.T @ Xt).numpy(), torch.mv(Xt.T, yt).numpy()


normal_equations = NormalEquations()


class _Solver:
    """svd: A = U S V^T, everything can be read off."""

    rel = 1e-12

    def __call__(self, A, b):
        A, b = _t(A), _t(b)
        rows, columns = A.shape
        if rows != columns:
            raise ValueError(f"A is {rows} x {columns}")
        if b.shape != (rows,):
            raise ValueError(f"b is {tuple(b.shape)}, A is {rows} x {columns}")
        U, S, Vh = torch.linalg.svd(A)
        keep = S > self.rel * S[0]
        coordinates = U.T @ b
        if bool(keep.all()):
            return Solution(kind="unique", theta=(Vh.T @ (coordinates / S)).numpy())
        # the part of b outside of the range of A
        outside = torch.linalg.norm(coordinates[~keep])
        if outside > 1e-9 * torch.linalg.norm(b):
            return Solution(kind="none", theta=None)
        r = int(keep.sum())
        return Solution(kind="infinite", theta=(Vh[:r].T @ (coordinates[:r] / S[:r])).numpy())


solve = _Solver()


class _LeastSquares:
    def __call__(self, X, y):
        if len(X) != len(y):
            raise ValueError("X and y differ in length")
        X, y = _t(X), _t(y)
        d = X.shape[1]
        rank = int(torch.linalg.matrix_rank(X))
        theta = torch.linalg.pinv(X, rtol=1e-12) @ y
        return Solution(kind="unique" if rank == d else "infinite", theta=theta.numpy())


least_squares = _LeastSquares()
