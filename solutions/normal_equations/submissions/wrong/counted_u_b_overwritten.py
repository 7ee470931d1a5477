# -*- coding: utf-8 -*-
# Gauss-Jordan with partial pivoting
import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", ["kind", "theta"], defaults=[None])


def normal_equations(X, y):
    return np.einsum("ni,nj->ij", X, X), np.einsum("ni,n->i", X, y)


def gauss_jordan(M, rhs):
    M = M.copy()
    d = M.shape[0]
    for c in range(d):
        p = c + np.argmax(np.abs(M[c:, c]))
        if p != c:
            M[[c, p]] = M[[p, c]]
            rhs[[c, p]] = rhs[[p, c]]
        rhs[c] /= M[c, c]
        M[c] /= M[c, c]
        for r in range(d):
            if r != c:
                rhs[r] -= M[r, c] * rhs[c]
                M[r] -= M[r, c] * M[c]
    return rhs.copy()


def solve(A, b):
    A = np.asarray(A, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    d = A.shape[0]
    if A.shape[1] != d or b.size != d:
        raise ValueError("need a square A and a b of the same length")
    if np.any(~np.isfinite(A)) or np.any(~np.isfinite(b)):
        raise ValueError("need finite numbers")
    rank = np.linalg.matrix_rank(A)
    if rank == d:
        return Solution("unique", gauss_jordan(A, b))
    U, s, Vt = np.linalg.svd(A)
    c = U.T @ b
    if np.linalg.norm(c[rank:]) > 1e-8 * np.linalg.norm(c):
        return Solution("none")
    return Solution("infinite", (c[:rank] / s[:rank]) @ Vt[:rank])


def least_squares(X, y):
    X = np.asarray(X, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    if X.shape[0] != y.size:
        raise ValueError("X and y differ in length")
    if np.any(~np.isfinite(X)) or np.any(~np.isfinite(y)):
        raise ValueError("need finite numbers")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
