"""Everything by elimination with full pivoting."""
import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", ["kind", "theta"])


def normal_equations(X, y):
    return np.dot(np.transpose(X), X), np.dot(np.transpose(X), y)


def _eliminate(A, b):
    """Reduced rows of [A b], the pivot columns, and the right side that is left over."""
    M = np.column_stack([A, b]).astype(float)
    n = len(A)
    small = 1e-11 * np.abs(A).max() if np.abs(A).max() > 0 else 0.0
    pivots = []
    for step in range(n):
        block = np.abs(M[step:, :n].copy())
        block[:, pivots] = 0
        i, j = np.unravel_index(block.argmax(), block.shape)
        if block[i, j] <= small:
            break
        M[[step, step + i]] = M[[step + i, step]]
        M[step] /= M[step, j]
        for row in range(n):
            if row != step:
                M[row] -= M[row, j] * M[step]
        pivots.append(int(j))
    return M, pivots


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b does not fit A")
    if not np.isfinite(np.concatenate([A.ravel(), b])).all():
        raise ValueError("not finite")
    n = len(A)
    M, pivots = _eliminate(A, b)
    rank = len(pivots)
    if rank < n and np.abs(M[rank:, n]).max() > 1e-9 * max(np.abs(b).max(), np.abs(A).max()):
        return Solution("none", None)
    theta = np.zeros(n)
    theta[pivots] = M[:rank, n]
    if rank == n:
        return Solution("unique", theta)
    # Take away the part that lies in the null space: what is left is the shortest.
    free = [j for j in range(n) if j not in pivots]
    null = np.zeros((n, len(free)))
    for column, j in enumerate(free):
        null[j, column] = 1.0
        null[pivots, column] = -M[:rank, j]
    q, _ = np.linalg.qr(null)
    return Solution("infinite", theta - q @ (q.T @ theta))


def least_squares(X, y):
    if len(X) != len(y) or not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("X and y do not fit or are not finite")
    return solve(*normal_equations(X, y))
