import numpy as np


class Solution:
    def __init__(self, kind, theta=None):
        self.kind = kind
        self.theta = theta


def normal_equations(X, y):
    return [np.einsum("ni,nj->ij", X, X), np.einsum("ni,n->i", X, y)]


def solve(A, b):
    if A.shape[0] != A.shape[1] or len(b) != len(A) or not np.all(np.isfinite(A)) or not np.all(np.isfinite(b)):
        raise np.linalg.LinAlgError("A must be square and finite, and b fit it")
    U, s, Vt = np.linalg.svd(A)
    cut = s.max() * len(A) * np.finfo(float).eps
    rank = int((s > cut).sum())
    coordinates = U.T @ b
    outside = np.abs(coordinates[rank:])
    if outside.size and outside.max() > 1e-8 * max(np.abs(b).max(), s.max()):
        return Solution("none")
    theta = Vt[:rank].T @ (coordinates[:rank] / s[:rank])
    return Solution("unique" if rank == len(A) else "infinite", theta.tolist())


def least_squares(X, y):
    if X.shape[0] != y.shape[0] or np.isnan(X).any() or np.isinf(X).any() or np.isnan(y).any() or np.isinf(y).any():
        raise ValueError("X and y must be finite and of one length")
    kind = "unique" if np.linalg.matrix_rank(X) == X.shape[1] else "infinite"
    return Solution(kind, np.linalg.pinv(X) @ y)
