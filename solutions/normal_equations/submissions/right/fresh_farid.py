from numpy import *
from numpy.linalg import *
import numpy as np
from collections import namedtuple

Solution = namedtuple("Solution", "kind theta")

def normal_equations(X, y):
	A = dot(X.T, X)
	b = dot(X.T, y)
	return [A, b][0], [A, b][1]

# solve is also a numpy name, keep the old one!
numpy_solve = np.linalg.solve

def solve(A, b):
	if len(A) != len(A[0]):
		raise ValueError("not square")
	if len(A) != len(b):
		raise ValueError("b has the wrong length")
	for row in A:
		for a in row:
			if isnan(a) or isinf(a): raise ValueError("nan/inf in A")
	for a in b:
		if isnan(a) or isinf(a): raise ValueError("nan/inf in b")
	r1 = matrix_rank(A)
	r2 = matrix_rank(column_stack((A, b)))
	if r1 == len(A):
		return Solution("unique", numpy_solve(A, b))
	elif r1 == r2:
		return Solution("infinite", lstsq(A, b, None)[0])
	else:
		return Solution("none", None)

def least_squares(X, y):
	if X.shape[0] != y.shape[0]: raise ValueError("X %d y %d" % (X.shape[0], y.shape[0]))
	if not isfinite(X).all() or not isfinite(y).all(): raise ValueError("nan/inf")
	theta, _, rank, _ = lstsq(X, y, None)
	if rank == X.shape[1]: return Solution("unique", theta)
	return Solution("infinite", theta)
