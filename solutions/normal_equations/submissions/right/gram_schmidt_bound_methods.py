import numpy as np


class BadInputError(ValueError):
    """Raised for everything that is no proper linear system."""


class Solution:
    __slots__ = ("_kind", "_theta")

    def __init__(self, kind, theta):
        self._kind = kind
        self._theta = theta

    @property
    def kind(self):
        return self._kind

    @property
    def theta(self):
        return self._theta

    def __repr__(self):
        return f"<Solution {self._kind}: {self._theta}>"


class LinearModel:
    """Everything is done with two orthonormal bases: Q of the column space and W of the row space.

    theta = W z is at a right angle to the null space, so it's the shortest; z solves the small r x r system
    (Q^T A W) z = Q^T b, which is always regular.
    """

    def __init__(self, tolerance=1e-12):
        self.tolerance = tolerance

    # ---- helpers -----------------------------------------------------------------------------------------
    def _basis(self, vectors, most=None):
        """Gram-Schmidt on the rows of `vectors`, always taking the longest remaining one."""
        rest = np.array(vectors, dtype=float)
        lengths = np.linalg.norm(rest, axis=1)
        scale = lengths.max()
        basis = []
        while most is None or len(basis) < most:
            i = int(np.argmax(lengths))
            if lengths[i] <= self.tolerance * scale:
                break
            q = rest[i] / lengths[i]
            for p in basis:           # once more, rounding
                q = q - (p @ q) * p
            q /= np.linalg.norm(q)
            basis.append(q)
            rest = rest - np.outer(rest @ q, q)
            rest[i] = 0
            lengths = np.linalg.norm(rest, axis=1)
        return np.array(basis).reshape(len(basis), rest.shape[1]).T

    def _shortest(self, M, v):
        Q = self._basis(M.T)
        rank = Q.shape[1]
        W = self._basis(M, most=rank)
        z = np.linalg.solve(Q.T @ M @ W, Q.T @ v) if rank else np.zeros(0)
        off = v - Q @ (Q.T @ v)
        return rank, W @ z, np.linalg.norm(off)

    @staticmethod
    def _finite(*arrays):
        for array in arrays:
            if not np.isfinite(array).all():
                raise BadInputError("not a finite number")

    # ---- homework ----------------------------------------------------------------------------------------
    def normal_equations(self, X, y):
        return X.T @ X, y @ X

    def solve(self, A, b):
        d = A.shape[1]
        if A.shape[0] != d:
            raise BadInputError("not square")
        if b.shape[0] != d:
            raise BadInputError("b is too short or too long")
        self._finite(A, b)
        rank, theta, off = self._shortest(A, b)
        if rank == d:
            return Solution("unique", theta)
        if off > 1e-9 * np.linalg.norm(b):
            return Solution("none", None)
        return Solution("infinite", theta)

    def least_squares(self, X, y):
        if X.shape[0] != y.shape[0]:
            raise BadInputError("X and y have different lengths")
        self._finite(X, y)
        rank, theta, _ = self._shortest(X, y)
        return Solution("unique" if rank == X.shape[1] else "infinite", theta)


_model = LinearModel()
normal_equations = _model.normal_equations
solve = _model.solve
least_squares = _model.least_squares
