"""Normal equations by eigenvalues.

A symmetric matrix is Q diag(w) Q^T.  Dividing by the w that are not zero gives the shortest solution:

    theta = sum over w_i != 0 of  q_i (q_i . b) / w_i

Not every A is symmetric, but [[0, A], [A^T, 0]] is (its eigenvalues are + and - the singular values of A), and

    [[0, A], [A^T, 0]] [u, theta] = [b, 0]

says A theta = b and A^T u = 0.  So one eigen-decomposition is enough for all A.
"""

import enum
from dataclasses import dataclass
from typing import Optional

import numpy as np

TOL = 1e-12


class Kind(enum.StrEnum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"


@dataclass(frozen=True)
class Solution:
    kind: Kind
    theta: Optional[np.ndarray]


def _shortest(S, c):
    """S symmetric. Returns rank and shortest least squares solution of S x = c."""
    w, Q = np.linalg.eigh(S)
    big = np.abs(w) > TOL * np.abs(w).max()
    coefficients = Q[:, big].T @ c / w[big]
    return int(big.sum()), Q[:, big] @ coefficients


def _require(condition, message):
    if not condition:
        raise ValueError(message)


def normal_equations(X, y):
    A = np.einsum("ni,nj->ij", X, X)
    b = np.einsum("ni,n->i", X, y)
    return A, b


def solve(A, b):
    d = len(A)
    _require(np.shape(A) == (d, d), "A is not square")
    _require(np.shape(b) == (d,), "b has not the length of A")
    _require(np.isfinite(A).all() and np.isfinite(b).all(), "there are entries which are not finite")

    if np.array_equal(A, A.T):
        rank, theta = _shortest(A, b)
    else:
        zero = np.zeros((d, d))
        twice_the_rank, both = _shortest(np.block([[zero, A], [A.T, zero]]), np.concatenate([b, np.zeros(d)]))
        rank, theta = twice_the_rank // 2, both[d:]

    if rank == d:
        return Solution(Kind.UNIQUE, theta)
    if np.linalg.norm(A @ theta - b) > 1e-9 * np.linalg.norm(b):
        return Solution(Kind.NONE, None)
    return Solution(Kind.INFINITE, theta)


def least_squares(X, y):
    _require(len(X) == len(y), "X and y have different lengths")
    _require(np.isfinite(X).all() and np.isfinite(y).all(), "there are entries which are not finite")
    A, b = normal_equations(X, y)
    rank, theta = _shortest(A, b)
    return Solution(Kind.UNIQUE if rank == len(A) else Kind.INFINITE, theta)
