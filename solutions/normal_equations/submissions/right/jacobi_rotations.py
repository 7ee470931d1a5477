# Übung 3: Normalgleichungen
# Eigene Singulärwertzerlegung mit einseitigen Jacobi-Rotationen (Hestenes)
from typing import NamedTuple
import numpy as np

class Solution(NamedTuple):
	kind: str
	theta: "np.ndarray | None"

def zerlege(M):
	"""M = U * diag(σ) * V^T; gibt U·σ (die gedrehten Spalten), σ und V zurück"""
	G = np.array(M, dtype=np.float64)
	m, d = G.shape
	V = np.eye(d)
	gesamt = np.sum(G * G)
	for durchlauf in range(60):
		gedreht = False
		for p in range(d - 1):
			for q in range(p + 1, d):
				α = G[:, p] @ G[:, p]
				β = G[:, q] @ G[:, q]
				γ = G[:, p] @ G[:, q]
				# winzige Spalten sind nur noch Rundung
				if min(α, β) <= 1e-29 * gesamt or abs(γ) <= 1e-15 * np.sqrt(α * β):
					continue
				gedreht = True
				ζ = (β - α) / (2 * γ)
				t = (1.0 if ζ >= 0 else -1.0) / (abs(ζ) + np.sqrt(1 + ζ * ζ))
				c = 1 / np.sqrt(1 + t * t)
				s = c * t
				for N in (G, V):
					alt = N[:, p].copy()
					N[:, p] = c * alt - s * N[:, q]
					N[:, q] = s * alt + c * N[:, q]
		if not gedreht:
			break
	σ = np.sqrt(np.sum(G * G, axis=0))
	return G, σ, V

def kürzeste(M, v):
	G, σ, V = zerlege(M)
	groß = σ > 1e-12 * σ.max()
	U = G[:, groß] / σ[groß]
	anteil = U.T @ v
	θ = V[:, groß] @ (anteil / σ[groß])
	rest = np.linalg.norm(v - U @ anteil)
	return int(groß.sum()), θ, rest

def prüfe(*felder):
	for feld in felder:
		if not np.all(np.isfinite(feld)):
			raise ValueError("Eintrag ist nicht endlich")

def normal_equations(X, y):
	return X.T @ X, X.T @ y

def solve(A, b):
	if A.shape[0] != A.shape[1]:
		raise ValueError("A ist nicht quadratisch")
	if A.shape[0] != b.shape[0]:
		raise ValueError("b passt nicht zu A")
	prüfe(A, b)
	rang, θ, rest = kürzeste(A, b)
	if rang == A.shape[0]:
		return Solution("unique", θ)
	if rest > 1e-9 * np.linalg.norm(b):
		return Solution("none", None)
	return Solution("infinite", θ)

def least_squares(X, y):
	if X.shape[0] != y.shape[0]:
		raise ValueError("X und y sind verschieden lang")
	prüfe(X, y)
	rang, θ, _ = kürzeste(X, y)
	return Solution("unique" if rang == X.shape[1] else "infinite", θ)

# Proben
print("2 Geraden:", solve(np.array([[5., 7.], [7., 10.]]), np.array([4., 5.])))
print("schief   :", solve(np.array([[0., 1.], [0., 0.]]), np.array([2., 0.])))
