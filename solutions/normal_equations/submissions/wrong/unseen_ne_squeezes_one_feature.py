from dataclasses import dataclass
import numpy as np


@dataclass
class Solution:
    kind: str
    theta: object


def normal_equations(X, y):
    # work with column vectors as in the lecture, and drop the extra axis at the end
    Y = np.reshape(y, (-1, 1))
    A = X.T @ X
    b = X.T @ Y
    return np.squeeze(A), np.squeeze(b)


def checked(M, v, square):
    if M.shape[0] != v.shape[0]:
        raise ValueError("number of rows and length differ")
    if square and M.shape[0] != M.shape[1]:
        raise ValueError("not square")
    if not np.all(np.isfinite(M)):
        raise ValueError("matrix not finite")
    if not np.all(np.isfinite(v)):
        raise ValueError("vector not finite")


def solve(A, b):
    checked(A, b, square=True)
    d = b.shape[0]
    tol = 1e-11 * np.linalg.norm(A, 2)
    if np.linalg.matrix_rank(A, tol=tol) == d:
        return Solution("unique", np.linalg.solve(A, b))
    theta = np.linalg.pinv(A, rcond=1e-11) @ b
    if np.linalg.norm(A @ theta - b) > 1e-7 * np.linalg.norm(b):
        return Solution("none", None)
    return Solution("infinite", theta)


def least_squares(X, y):
    checked(X, y, square=False)
    theta = np.linalg.pinv(X, rcond=1e-11) @ y
    full = np.linalg.matrix_rank(X, tol=1e-11 * np.linalg.norm(X, 2)) == X.shape[1]
    return Solution("unique" if full else "infinite", theta)
