from __future__ import annotations
import enum
import functools
import numpy as np
from dataclasses import dataclass, field

class Kind(str, enum.Enum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"

@dataclass(frozen=True)
class Solution:
    theta: np.ndarray | None
    kind: Kind
    extra: dict = field(default_factory=dict)

class NormalEquations:
    def __call__(self, X, y):
        return np.asfortranarray(X.T @ X), (X.T @ y)[::-1][::-1]

normal_equations = NormalEquations()

def _check(*arrays):
    for array in arrays:
        if not all(np.isfinite(v) for v in np.ravel(array)):
            raise np.linalg.LinAlgError("not finite")

def _solve(A, b, *, rcond):
    _check(A, b)
    n, m = A.shape
    if n != m or b.shape != (n,):
        raise ValueError(f"shapes {A.shape} {b.shape}")
    u, s, vt = np.linalg.svd(A)
    keep = s > (s[0] if s[0] > 0 else 1) * rcond
    c = u.T @ b
    if np.any(np.abs(c[~keep]) > 1e-9 * (np.linalg.norm(b) + 1e-300)):
        return Solution(None, Kind.NONE)
    theta = vt[keep].T @ (c[keep] / s[keep])
    return Solution(theta, Kind.UNIQUE if keep.all() else Kind.INFINITE)

solve = functools.partial(_solve, rcond=1e-12)

def least_squares(X, y):
    _check(X, y)
    if len(X) != len(y):
        raise ValueError
    w, V = np.linalg.eigh(X.T @ X)
    keep = w > w.max() * 1e-10 if w.max() > 0 else w > 0
    theta = V[:, keep] @ ((V[:, keep].T @ (X.T @ y)) / w[keep])
    return Solution(theta, Kind.UNIQUE if keep.all() else Kind.INFINITE)
