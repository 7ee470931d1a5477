"""
Normal equations via QR with column pivoting, done by hand (Householder reflections).

    A P = Q R         with |R_00| >= |R_11| >= ...

The rank is the number of diagonal entries of R which are not tiny compared to R_00.
The last d - r entries of Q^T b must vanish, otherwise there's no solution.
For the shortest solution the r x d upper block R1 is factored once more from the right: R1^T = Z T.
"""
from types import SimpleNamespace
import numpy as np

TINY = 1e-12


def Solution(kind, theta=None):
    return SimpleNamespace(kind=kind, theta=theta)


def householder(x):
    """unit vector v such that (I - 2 v v^T) x = -+|x| e1"""
    v = np.array(x, dtype=float)
    norm = np.sqrt(np.sum(v * v))
    if norm == 0:
        return v
    v[0] += norm if v[0] >= 0 else -norm
    return v / np.sqrt(np.sum(v * v))


def qr_pivoting(M, rhs):
    """returns R, Q^T rhs, permutation, rank"""
    R = np.array(M, dtype=float)
    c = np.array(rhs, dtype=float)
    m, n = R.shape
    perm = np.arange(n)
    first = None
    rank = 0
    for k in range(min(m, n)):
        lengths = np.sqrt((R[k:, k:] ** 2).sum(axis=0))
        j = k + int(np.argmax(lengths))
        biggest = lengths[j - k]
        if first is None:
            first = biggest
        if biggest == 0 or biggest <= TINY * first:
            break
        if j != k:
            R[:, [k, j]] = R[:, [j, k]]
            perm[[k, j]] = perm[[j, k]]
        v = householder(R[k:, k])
        R[k:, k:] -= 2 * np.outer(v, v @ R[k:, k:])
        c[k:] -= 2 * v * (v @ c[k:])
        rank += 1
    return R, c, perm, rank


def back_substitution(U, c):
    x = np.zeros(len(c))
    for i in reversed(range(len(c))):
        x[i] = (c[i] - U[i, i + 1:] @ x[i + 1:]) / U[i, i]
    return x


def forward_substitution(L, c):
    x = np.zeros(len(c))
    for i in range(len(c)):
        x[i] = (c[i] - L[i, :i] @ x[:i]) / L[i, i]
    return x


def shortest(R, c, perm, rank):
    d = R.shape[1]
    theta = np.zeros(d)
    if rank == d:
        theta[perm] = back_substitution(R[:d, :d], c[:d])
    elif rank > 0:
        # thin factorization R1^T = Z T, by Householder again (no pivoting necessary)
        T = R[:rank].T.copy()
        reflectors = []
        for k in range(rank):
            v = householder(T[k:, k])
            T[k:, k:] -= 2 * np.outer(v, v @ T[k:, k:])
            reflectors.append(v)
        z = np.zeros(d)
        z[:rank] = forward_substitution(T[:rank, :rank].T, c[:rank])
        for k in range(rank - 1, -1, -1):
            v = reflectors[k]
            z[k:] -= 2 * v * (v @ z[k:])
        theta[perm] = z
    return theta


def normal_equations(X, y):
    X = np.asarray(X)
    return (X.T.dot(X), X.T.dot(y))


def solve(A, b):
    A, b = np.asarray(A, float), np.asarray(b, float)
    d = A.shape[0]
    if A.shape != (d, d) or b.shape != (d,):
        raise ValueError("shapes %s and %s do not fit" % (A.shape, b.shape))
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")
    R, c, perm, rank = qr_pivoting(A, b)
    if rank == d:
        return Solution("unique", shortest(R, c, perm, rank))
    if np.linalg.norm(c[rank:]) > 1e-9 * np.linalg.norm(b):
        return Solution("none")
    return Solution("infinite", shortest(R, c, perm, rank))


def least_squares(X, y):
    X, y = np.asarray(X, float), np.asarray(y, float)
    if len(X) != len(y):
        raise ValueError("X has %d rows but y has %d entries" % (len(X), len(y)))
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("not finite")
    R, c, perm, rank = qr_pivoting(X, y)
    kind = "unique" if rank == X.shape[1] else "infinite"
    return Solution(kind, shortest(R, c, perm, rank))
