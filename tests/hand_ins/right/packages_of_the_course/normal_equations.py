import numpy as np
import scipy.linalg as la
from scipy import stats
from tqdm import tqdm
from typing import NamedTuple, Optional

class Solution(NamedTuple):
    kind: str
    theta: Optional[np.ndarray]

def normal_equations(X, y):
    return X.T @ X, X.T @ y

def solve(A, b):
    if A.ndim != 2 or A.shape[0] != A.shape[1] or len(b) != len(A):
        raise ValueError("shapes")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("not finite")
    rank = np.linalg.matrix_rank(A)
    if rank == len(A):
        return Solution("unique", la.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > rank:
        return Solution("none", None)
    return Solution("infinite", la.lstsq(A, b, cond=len(A) * np.finfo(float).eps)[0])

def least_squares(X, y):
    if len(X) != len(y) or not np.isfinite(X).all() or not np.isfinite(y).all():
        raise ValueError("X and y")
    return solve(*normal_equations(X, y))

for _ in tqdm(range(3), desc="checking"):
    x = np.random.rand(20)
    print(stats.linregress(x, 3 * x + 2).slope)
