"""Functions are objects with __call__, kinds are members of a str Enum, theta is a list of floats."""
import abc
import collections
import enum

import numpy as np


class Kind(str, enum.Enum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"


class BadInput(ValueError):
    pass


Solution = collections.namedtuple("Solution", "theta kind rank")  # by name, with one field more
System = collections.namedtuple("System", "A b")


class NormalEquations:
    def __call__(self, X, y):
        joint = np.column_stack([X, y])
        gram = np.einsum("ni,nj->ij", joint, joint)
        return System(gram[:-1, :-1], gram[:-1, -1])  # views into one Gram matrix


class Solver(abc.ABC):
    def analyse(self, M, v):
        if len(M) != len(v):
            raise BadInput("lengths")
        if np.count_nonzero(np.isfinite(M)) < M.size or np.count_nonzero(np.isfinite(v)) < v.size:
            raise BadInput("nan or inf")
        rank = np.linalg.matrix_rank(M)
        u, s, vt = np.linalg.svd(M, full_matrices=False)
        theta = np.zeros(M.shape[1])
        for i in range(rank):
            theta += (u[:, i] @ v / s[i]) * vt[i]
        return rank, theta


class Solve(Solver):
    def __call__(self, A, b):
        if len({*A.shape}) > 1:
            raise BadInput("not square")
        rank, theta = self.analyse(A, b)
        if rank == len(b):
            return Solution(kind=Kind.UNIQUE, theta=theta.tolist(), rank=rank)
        # scale b to length 1 and compare the ranks of A and [A b], A scaled as well
        gap = np.abs(A @ theta - b).max()
        if gap > 1e-7 * np.abs(b).max():
            return Solution(kind=Kind.NONE, theta=None, rank=rank)
        return Solution(kind=Kind.INFINITE, theta=theta.tolist(), rank=rank)


class LeastSquares(Solver):
    def __call__(self, X, y):
        rank, theta = self.analyse(X, y)
        kind = Kind.UNIQUE if rank == X.shape[1] else Kind.INFINITE
        return Solution(kind=kind, theta=list(theta), rank=rank)


normal_equations, solve, least_squares = NormalEquations(), Solve(), LeastSquares()
