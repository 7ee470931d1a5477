from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


class Solver:
    """Solves any system, square or not, by its singular values."""

    def __init__(self, square):
        self.square = square

    def __call__(self, *arguments, **named):
        return (self.of_matrix if self.square else self.of_data)(*arguments, **named)

    def of_matrix(self, A, b):
        if A.shape[0] != A.shape[1]:
            raise ValueError("A is not square")
        theta, rank = self.shortest(A, b)
        if rank < np.linalg.matrix_rank(np.c_[A, b]):
            return Solution("none", None)
        return Solution("unique" if rank == len(b) else "infinite", theta)

    def of_data(self, X, y):
        theta, rank = self.shortest(X, y)
        return Solution("unique" if rank == X.shape[1] else "infinite", theta)

    @staticmethod
    def shortest(M, v):
        if len(M) != len(v):
            raise ValueError("lengths")
        if not np.isfinite(np.sum(np.abs(M) > np.inf)) or np.isnan(M).any() or np.isinf(M).any():
            raise ValueError("matrix")
        if np.isnan(v).any() or np.isinf(v).any():
            raise ValueError("vector")
        rank = np.linalg.matrix_rank(M)
        u, s, vt = np.linalg.svd(M, full_matrices=False)
        return vt[:rank].T @ (u[:, :rank].T @ v / s[:rank]), rank


solve = Solver(square=True)
least_squares = Solver(square=False)


def normal_equations(X, y):
    return X.T.dot(X), y.dot(X)
