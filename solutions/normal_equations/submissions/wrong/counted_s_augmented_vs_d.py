import numpy as np
import scipy.linalg
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Solution:
    kind: str
    theta: Optional[np.ndarray]


def normal_equations(X, y):
    """Return the pair (A, b) with A = X^T X and b = X^T y."""
    return X.T @ X, X.T @ y


def _numerical_rank(M):
    s = scipy.linalg.svdvals(M)
    return int(np.sum(s > 1e-11 * s[0]))


def solve(A, b):
    """Return how many solutions A theta = b has, and the solution or the shortest of them."""
    d = A.shape[0]
    if A.shape != (d, d):
        raise ValueError("A is not square")
    if b.shape != (d,):
        raise ValueError("b has another length")
    if not (np.all(np.isfinite(A)) and np.all(np.isfinite(b))):
        raise ValueError("an entry is not finite")

    augmented = np.hstack([A, b.reshape(d, 1)])
    if _numerical_rank(A) == d:
        return Solution("unique", scipy.linalg.solve(A, b))
    elif _numerical_rank(augmented) < d:
        # b brings nothing new
        return Solution("infinite", scipy.linalg.pinv(A, rtol=1e-11) @ b)
    else:
        return Solution("none", None)


def least_squares(X, y):
    """Return the theta with the least sum of squares; of several, the shortest."""
    n, d = X.shape
    if y.shape != (n,):
        raise ValueError("X and y differ in length")
    if not (np.all(np.isfinite(X)) and np.all(np.isfinite(y))):
        raise ValueError("an entry is not finite")
    theta = scipy.linalg.pinv(X, rtol=1e-11) @ y
    return Solution("unique" if _numerical_rank(X) == d else "infinite", theta)
