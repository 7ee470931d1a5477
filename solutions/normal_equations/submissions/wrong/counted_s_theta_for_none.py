# %% [markdown]
# # Normal equations

# %%
import numpy as np
from typing import NamedTuple


class Solution(NamedTuple):
    kind: str
    theta: np.ndarray | None


# %%
def normal_equations(X, y):
    return X.T @ X, X.T @ y


# %%
def solve(A, b):
    if A.shape[0] != A.shape[1]:
        raise ValueError("A is not square")
    if A.shape[0] != b.shape[0]:
        raise ValueError("A and b do not match")
    if not np.isfinite(np.column_stack([A, b])).all():
        raise ValueError("A or b is not finite")

    # lstsq gives everything at once: the shortest of the best thetas, and the rank
    theta, _, rank, _ = np.linalg.lstsq(A, b, rcond=None)
    residual = np.linalg.norm(A @ theta - b)

    if rank == A.shape[0]:
        kind = "unique"
    elif residual <= 1e-8 * np.linalg.norm(b):
        kind = "infinite"
    else:
        kind = "none"
    return Solution(kind, theta)


# %%
def least_squares(X, y):
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y do not match")
    if not np.isfinite(np.column_stack([X, y])).all():
        raise ValueError("X or y is not finite")
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    return Solution("unique" if rank == X.shape[1] else "infinite", theta)


# %%
print(solve(np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0])))
print(solve(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0])))
