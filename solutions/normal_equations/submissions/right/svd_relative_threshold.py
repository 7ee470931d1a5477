from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

RELATIVE_TOLERANCE = 1e-12


@dataclass
class Solution:
    kind: str
    theta: np.ndarray | None = None
    rank: int = 0
    singular_values: np.ndarray = field(default=None, repr=False)


@dataclass
class _Decomposition:
    """Thin SVD, cut off at the numerical rank."""

    U: np.ndarray
    s: np.ndarray
    Vt: np.ndarray
    all_s: np.ndarray

    @classmethod
    def of(cls, M: np.ndarray) -> _Decomposition:
        U, s, Vt = np.linalg.svd(M, full_matrices=False)
        keep = s > RELATIVE_TOLERANCE * s[0]       # s is sorted; all-zero M keeps nothing
        return cls(U[:, keep], s[keep], Vt[keep], s)

    @property
    def rank(self) -> int:
        return self.s.size

    def apply_pseudoinverse(self, v: np.ndarray) -> np.ndarray:
        return self.Vt.T @ ((self.U.T @ v) / self.s)

    def outside_range(self, v: np.ndarray) -> float:
        """Length of the part of v that is at a right angle to the range."""
        return float(np.linalg.norm(v - self.U @ (self.U.T @ v)))


def _as_finite(values, what: str) -> np.ndarray:
    values = np.array(values, dtype=float)
    if not np.isfinite(values).all():
        raise ValueError(f"{what} has entries that are not finite")
    return values


def normal_equations(X, y) -> tuple[np.ndarray, np.ndarray]:
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return X.T @ X, X.T @ y


def solve(A, b) -> Solution:
    A, b = _as_finite(A, "A"), _as_finite(b, "b")
    rows, columns = A.shape
    if rows != columns:
        raise ValueError("A has to be square")
    if b.shape != (rows,):
        raise ValueError("b does not fit A")

    svd = _Decomposition.of(A)
    if svd.rank < rows and svd.outside_range(b) > 1e-10 * np.linalg.norm(b):
        return Solution("none", None, svd.rank, svd.all_s)
    kind = "unique" if svd.rank == rows else "infinite"
    return Solution(kind, svd.apply_pseudoinverse(b), svd.rank, svd.all_s)


def least_squares(X, y) -> Solution:
    X, y = _as_finite(X, "X"), _as_finite(y, "y")
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y differ in length")
    svd = _Decomposition.of(X)
    kind = "unique" if svd.rank == X.shape[1] else "infinite"
    return Solution(kind, svd.apply_pseudoinverse(y), svd.rank, svd.all_s)
