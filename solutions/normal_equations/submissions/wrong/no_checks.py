from typing import NamedTuple
import numpy as np
class Solution(NamedTuple):
    kind: str
    theta: object

def normal_equations(X, y):
    return X.T @ X, X.T @ y

def _check(A, b): pass

def solve(A, b):
    _check(A, b)
    r = np.linalg.matrix_rank(A)
    if r == len(A): return Solution("unique", np.linalg.solve(A, b))
    if np.linalg.matrix_rank(np.column_stack([A, b])) > r: return Solution("none", None)
    return Solution("infinite", np.linalg.pinv(A) @ b)

def least_squares(X, y):
    return solve(*normal_equations(X, y))
