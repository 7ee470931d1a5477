import functools as ft
import numpy as np
from numpy import linalg as la


def _raise(message):
    raise la.LinAlgError(message)


finite = lambda *arrays: all(map(lambda a: bool(np.isfinite(a).all()), arrays))
relative = lambda r, b: la.norm(r) / (la.norm(b) or 1.0)

normal_equations = lambda X, y: tuple(X.T @ M for M in (X, y))


def _closed_form(A, b, square, always):
    (A.shape[0] == b.shape[0] and (not square or A.shape[0] == A.shape[1])) or _raise("shape")
    finite(A, b) or _raise("finite")
    theta, _, rank, _ = la.lstsq(A, b, rcond=None)
    if rank == A.shape[1]:
        return "unique", theta
    if always or relative(A @ theta - b, b) < 1e-7:
        return "infinite", theta
    return "none", None


# plain tuples in the order of the contract; the two functions are one, partially applied
solve = ft.partial(_closed_form, square=True, always=False)


class _LeastSquares:
    """Renames X, y to A, b."""

    run = staticmethod(ft.partial(_closed_form, square=False, always=True))

    def least_squares(self, X, y):
        return self.run(X, y)


least_squares = _LeastSquares().least_squares
