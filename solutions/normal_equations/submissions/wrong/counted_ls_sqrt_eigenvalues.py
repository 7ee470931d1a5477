import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", "kind theta")


def normal_equations(X, y):
    return X.T @ X, X.T @ y


def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A should be square")
    if b.shape[0] != A.shape[0]:
        raise ValueError("b should have one entry for each row of A")
    if not np.isfinite(A).all() or not np.isfinite(b).all():
        raise ValueError("infinite or nan entry")
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=None)
    if rank == A.shape[0]:
        return Solution("unique", theta)
    if np.linalg.norm(A @ theta - b) <= 1e-8 * np.linalg.norm(b):
        return Solution("infinite", theta)
    return Solution("none", None)


def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y should have the same length")
    if not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("infinite or nan entry")

    A, b = normal_equations(X, y)
    # the singular values of X are the roots of the eigenvalues of X^T X
    eigenvalues = np.linalg.eigvalsh(A)
    singular_values = np.sqrt(np.clip(eigenvalues, 0, None))
    threshold = max(X.shape) * np.finfo(float).eps * singular_values.max()
    rank = np.sum(singular_values > threshold)

    theta = np.linalg.lstsq(X, y, rcond=None)[0]
    if rank == X.shape[1]:
        return Solution("unique", theta)
    return Solution("infinite", theta)
