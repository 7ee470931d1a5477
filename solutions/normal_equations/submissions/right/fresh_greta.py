# -*- coding: latin-1 -*-
"""Übungsblatt 3: Normalgleichungen.

Author: Greta Müller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vektor = NDArray[np.float64]


class Kind(StrEnum):
    UNIQUE = "unique"
    INFINITE = "infinite"
    NONE = "none"


class BadSystemError(ValueError):
    """Das Gleichungssystem ist keines."""


@dataclass(frozen=True)
class Solution:
    """Lösbarkeit und Lösung; theta is computed when it is asked for."""

    A: Vektor = field(repr=False)
    b: Vektor = field(repr=False)

    @cached_property
    def kind(self) -> Kind:
        rank = np.linalg.matrix_rank(self.A)
        if rank == len(self.b):
            return Kind.UNIQUE
        extended = np.concatenate([self.A, self.b.reshape(-1, 1)], axis=1)
        return Kind.INFINITE if np.linalg.matrix_rank(extended) == rank else Kind.NONE

    @cached_property
    def theta(self) -> Vektor | None:
        if self.kind is Kind.NONE:
            return None
        if self.kind is Kind.UNIQUE:
            return np.linalg.solve(self.A, self.b)
        return np.linalg.lstsq(self.A, self.b, rcond=1e-12)[0]


def normal_equations(X: Vektor, y: Vektor) -> tuple[Vektor, Vektor]:
    """A und b."""
    return np.einsum("ni,nj->ij", X, X), np.einsum("ni,n->i", X, y)


def _finite(**arrays: Vektor) -> None:
    for name, array in arrays.items():
        if not np.all(np.isfinite(array)):
            raise BadSystemError(f"{name} has an entry that is not finite")


def solve(A: Vektor, b: Vektor) -> Solution:
    """Prüfen, kopieren (spätere Änderungen von A sollen nicht stören), fertig."""
    if A.shape[0] != A.shape[1]:
        raise BadSystemError(f"A is not square: {A.shape}")
    if b.shape[0] != A.shape[0]:
        raise BadSystemError(f"b has length {b.shape[0]}, wanted {A.shape[0]}")
    _finite(A=A, b=b)
    return Solution(A.copy(), b.copy())


def least_squares(X: Vektor, y: Vektor) -> Solution:
    """Wie solve, für Daten."""
    if X.shape[0] != y.shape[0]:
        raise BadSystemError(f"{X.shape[0]} samples, {y.shape[0]} targets")
    _finite(X=X, y=y)
    A, b = normal_equations(X, y)
    return solve(A, b)
