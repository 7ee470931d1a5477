#!/usr/bin/env python3
"""jonas / sheet 3

Everything from one eigendecomposition: the pseudoinverse of A is (A'A)^+ A' -- but that squares the condition
number, so eigh is applied to the symmetric [[0, A], [A', 0]], whose eigenvalues are +- the singular values of A.
"""
from typing import NamedTuple
import numpy as np


class Kind(str):
    __slots__ = ()


class Solution(NamedTuple):
    kind: str
    theta: list[float] | None
    singular_values: list[float] = ()


def normal_equations(X, y):
    XT = np.ascontiguousarray(X.T)
    return np.inner(XT, XT), np.inner(XT, y)


def demand(condition, message):
    if not condition:
        raise ValueError(message)


def solve(A, b):
    demand(A.shape[0] == A.shape[-1], "A is not square")
    demand(b.shape[0] == A.shape[0], "length of b")
    # x - x is 0 for every number, and nan for inf and nan
    with np.errstate(invalid="ignore"):
        demand(not (A - A).any() and not (b - b).any(), "inf or nan")
    d = len(b)
    O = np.zeros((d, d))
    values, vectors = np.linalg.eigh(np.block([[O, A], [A.T, O]]))
    s, U, V = values[d:], vectors[:d, d:] * 2**0.5, vectors[d:, d:] * 2**0.5
    keep = s > 1e-12 * s[-1]
    s, U, V = s[keep], U[:, keep], V[:, keep]
    coordinates = U.T @ b
    theta = V @ (coordinates / s)
    if keep.all():
        return Solution(Kind("unique"), theta.tolist(), s.tolist())
    if np.linalg.norm(b - U @ coordinates) > 1e-8 * np.linalg.norm(b):
        return Solution(Kind("none"), None, s.tolist())
    return Solution(Kind("infinite"), theta.tolist(), s.tolist())


def least_squares(X, y):
    demand(X.shape[0] == y.shape[0], "X and y have different lengths")
    with np.errstate(invalid="ignore"):
        demand(not (X - X).any() and not (y - y).any(), "inf or nan")
    return solve(*normal_equations(X, y))
