"""A generator yields an orthonormal basis of what it is given, longest leftover first (twice is enough)."""
from dataclasses import dataclass
from functools import reduce

import numpy as np


@dataclass
class Solution:
    kind: str
    theta: np.ndarray | None = None
    rank: int = -1


def basis(vectors):
    left = [np.array(v, dtype=float) for v in vectors]
    floor = 1e-11 * max(np.linalg.norm(v) for v in left)
    found = []
    while left:
        left.sort(key=np.linalg.norm)
        v = left.pop()
        v = reduce(lambda w, q: w - (q @ w) * q, found + found, v)
        if np.linalg.norm(v) <= floor:
            return
        q = v / np.linalg.norm(v)
        found.append(q)
        left = [w - (q @ w) * q for w in left]
        yield q


def project(vectors, rhs):
    return reduce(lambda s, q: s + (q @ rhs) * q, vectors, np.zeros_like(rhs))


def shortest(M, rhs):
    """The one theta in the row space that is mapped to the projection of rhs."""
    out, inn = list(basis(M.T)), list(basis(M))
    if not out:
        return 0, np.zeros(M.shape[1])
    Q, P = np.stack(out, axis=1), np.stack(inn, axis=1)
    return len(out), P @ np.linalg.solve(Q.T @ M @ P, Q.T @ rhs)


def need(condition, message):
    if not condition:
        raise np.linalg.LinAlgError(message)


def normal_equations(X, y):
    d = X.shape[1]
    A = np.array([[X[:, i] @ X[:, j] for j in range(d)] for i in range(d)])
    return A, np.array([X[:, i] @ y for i in range(d)])


def solve(A, b):
    need(A.shape[0] == A.shape[1], "square")
    need(A.shape[0] == b.shape[0], "length")
    need(np.isfinite(A).all() and np.isfinite(b).all(), "finite")
    rank, theta = shortest(A, b)
    if rank == len(b):
        return Solution("unique", theta, rank)
    if np.linalg.norm(project(list(basis(A.T)), b) - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", rank=rank)
    return Solution("infinite", theta, rank)


def least_squares(X, y):
    need(X.shape[0] == y.shape[0], "length")
    need(np.isfinite(X).all() and np.isfinite(y).all(), "finite")
    rank, theta = shortest(X, y)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta, rank)
