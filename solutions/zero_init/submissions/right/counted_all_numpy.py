"""Everything in numpy, by hand. Only the generator of break_symmetry is numpy's, too."""
from collections import namedtuple

import numpy as np

Epoch = namedtuple("Epoch", ["loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias"])
HiddenGradients = namedtuple("HiddenGradients", ["hidden", "output"])


def _np(t, dtype=np.float64):
    if hasattr(t, "detach"):
        t = t.detach().cpu().numpy()
    return np.array(t, dtype=dtype)  # a copy, always


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    X, y, W = _np(inputs), _np(targets), _np(initial_weight)
    b = None if initial_bias is None else _np(initial_bias)
    n, k = len(X), len(W)
    records = ()
    for _ in range(int(epochs)):
        P = X @ W.T if b is None else X @ W.T + b
        R = P - y[:, np.newaxis]
        gW = 2.0 / (n * k) * (R.T @ X)
        gb = None if b is None else 2.0 / (n * k) * R.sum(axis=0)
        W = W - lr * gW
        b = None if b is None else b - lr * gb
        f = np.float32
        records += (Epoch(np.mean(R * R), P.astype(f), gW.astype(f), None if gb is None else gb.astype(f),
                          W.astype(f), None if b is None else b.astype(f)),)
    return records


def symmetry_groups(rows, tolerance=1e-6):
    A = _np(rows, np.float32)
    near = (np.abs(A[:, None, :] - A[None, :, :]) <= np.float32(tolerance)).all(axis=-1)
    leader = near.argmax(axis=1)  # the first neuron that each one is a copy of
    return tuple(np.flatnonzero(leader == first) for first in np.unique(leader))


def is_symmetric(rows, tolerance=1e-6):
    A = _np(rows, np.float32)
    return np.all(np.abs(A - A[:1]) <= np.float32(tolerance))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, y, H, v = map(_np, (inputs, targets, hidden_weight, output_weight))
    A = np.tanh(X @ H.T)
    r = (A @ v.T).ravel() - y
    return HiddenGradients(
        hidden=2 / len(X) * np.einsum("s,i,si,sj->ij", r, v[0], 1 - A**2, X),
        output=2 / len(X) * (r @ A)[None],
    )


def break_symmetry(neurons, features, seed):
    bound = 1 / np.sqrt(features)
    return np.random.default_rng(seed).uniform(-bound, bound, size=(neurons, features))
