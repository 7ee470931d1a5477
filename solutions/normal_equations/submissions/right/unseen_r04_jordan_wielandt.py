"""Singular triples from the symmetric eigenproblem [[0, A], [A', 0]]; plain tuples are returned."""
import numpy as np


def _check(ok, text):
    if not ok:
        raise ValueError(text)


def _triples(M):
    n, d = M.shape
    lam, W = np.linalg.eigh(np.block([[np.zeros((n, n)), M], [M.T, np.zeros((d, d))]]))
    keep = lam > 1e-11 * np.abs(M).max(initial=0.0)
    keep &= lam > 0
    return [(l, np.sqrt(2) * w[:n], np.sqrt(2) * w[n:]) for l, w in zip(lam[keep], W.T[keep])]


def _combine(triples, rhs, d):
    return sum(((u @ rhs) / l * v for l, u, v in triples), start=np.zeros(d))


def normal_equations(X, y):
    both = np.column_stack((X, y))
    gram = both.T @ both
    return gram[:-1, :-1].copy(), gram[:-1, -1].copy()


def solve(A, b):
    _check(A.shape[0] == A.shape[1], "square?")
    _check(len(b) == len(A), "length?")
    _check(np.isfinite(A).all() and np.isfinite(b).all(), "finite?")
    d = len(b)
    triples = _triples(A)
    theta = _combine(triples, b, d)
    if len(triples) == d:
        # one step of refinement
        theta = theta + _combine(triples, b - A @ theta, d)
        return ("unique", theta)
    off = b - sum(((u @ b) * u for _, u, _ in triples), start=np.zeros(d))
    if np.abs(off).max() > 1e-7 * np.abs(b).max():
        return ("none", None)
    return ("infinite", theta)


def least_squares(X, y):
    _check(len(X) == len(y), "length?")
    _check(np.isfinite(X).all() and np.isfinite(y).all(), "finite?")
    triples = _triples(X)
    return ("unique" if len(triples) == X.shape[1] else "infinite", _combine(triples, y, X.shape[1]))
