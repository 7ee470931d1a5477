from collections import namedtuple
import numpy as np, torch
Solution = namedtuple("Solution", "kind theta residual", defaults=(None,))
def normal_equations(X, y):
    X = torch.from_numpy(X.copy()); y = torch.from_numpy(y.copy())
    return (X.T @ X).numpy(), (X.T @ y).numpy()
def solve(A, b):
    A = torch.tensor(A); b = torch.tensor(b)
    if A.shape != (b.shape[0], b.shape[0]): raise ValueError("shape")
    if not torch.isfinite(A).all() or not torch.isfinite(b).all(): raise ValueError("finite")
    rank = int(torch.linalg.matrix_rank(A))
    if rank == len(A): return Solution("unique", torch.linalg.solve(A, b).numpy())
    if int(torch.linalg.matrix_rank(torch.cat([A, b[:, None]], 1))) != rank: return Solution("none", None)
    return Solution("infinite", (torch.linalg.pinv(A) @ b).numpy())
def least_squares(X, y):
    if X.shape[0] != y.shape[0]: raise ValueError("lengths")
    if not np.isfinite(X).all() or not np.isfinite(y).all(): raise ValueError("finite")
    rank = np.linalg.matrix_rank(X)
    theta = torch.linalg.lstsq(torch.tensor(X), torch.tensor(y)[:, None], driver="gelsd").solution[:, 0]
    return Solution("unique" if rank == X.shape[1] else "infinite", theta.numpy())
