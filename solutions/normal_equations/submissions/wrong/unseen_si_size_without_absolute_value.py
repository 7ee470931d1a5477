"""Own Gauss-Jordan with full pivoting. Pivots are judged relative to the largest entry."""
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def eliminate(A, b):
    d = len(b)
    M = np.column_stack([A, b])
    tol = 1e-11 * A.max()
    columns = list(range(d))
    r = 0
    while r < d:
        block = np.abs(M[r:, columns[r:]])
        i, j = np.unravel_index(np.argmax(block), block.shape)
        if block[i, j] == 0 or block[i, j] < tol:
            break
        M[[r, r + i]] = M[[r + i, r]]
        columns[r], columns[r + j] = columns[r + j], columns[r]
        p = columns[r]
        M[r] /= M[r, p]
        for k in range(d):
            if k != r:
                M[k] -= M[k, p] * M[r]
        r += 1
    return r, columns, M


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b of another length")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("not finite")
    d = len(b)
    r, columns, M = eliminate(A, b)
    theta = np.zeros(d)
    theta[columns[:r]] = M[:r, d]
    if r == d:
        return Solution("unique", theta)
    if np.abs(M[r:, d]).max() > 1e-7 * np.abs(b).max():
        return Solution("none", None)
    if r:
        N = np.zeros((d, d - r))
        N[columns[:r]] = -M[:r, columns[r:]]
        N[columns[r:]] = np.eye(d - r)
        Q, _ = np.linalg.qr(N)
        theta -= Q @ (Q.T @ theta)
    return Solution("infinite", theta)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-11)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)
