# -*- coding: utf-8 -*-
"""zero_init -- I am more at home in numpy, so torch only at the borders."""

from collections import namedtuple

import numpy as np
import torch

Epoch = namedtuple(
    "Epoch",
    ["epoch", "loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias"],
)
HiddenGradients = namedtuple("HiddenGradients", "loss output hidden")


def _np(t):
    return None if t is None else t.detach().cpu().numpy().astype(np.float64)


def _pt(a):
    return None if a is None else torch.from_numpy(a)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    X, y, W, b = _np(inputs), _np(targets), _np(initial_weight), _np(initial_bias)
    n, k = X.shape[0], W.shape[0]
    result = []
    for e in range(epochs):
        P = np.dot(X, W.T) + (0.0 if b is None else b)
        R = P - y[:, np.newaxis]
        loss = np.mean(np.square(R))
        dW = 2.0 * np.dot(R.T, X) / (n * k)
        W = W - lr * dW
        db = None
        if b is not None:
            db = 2.0 * R.sum(axis=0) / (n * k)
            b = b - lr * db
        result.append(Epoch(e, loss, _pt(P), _pt(dW), _pt(db), _pt(W), _pt(b)))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    A = _np(rows)
    dist = np.abs(A[:, None, :] - A[None, :, :]).max(axis=2)
    label = np.full(len(A), -1)
    groups = []
    for i in range(len(A)):
        if label[i] >= 0:
            continue
        members = np.flatnonzero(dist[i] <= tolerance)
        label[members] = len(groups)
        groups.append(tuple(members))      # numpy ints
    return groups


def is_symmetric(rows, tolerance=1e-6):
    A = _np(rows)
    return np.all(np.ptp(A, axis=0) <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, y, V, u = _np(inputs), _np(targets), _np(hidden_weight), _np(output_weight)
    n = len(X)
    A = np.tanh(X @ V.T)
    r = (A @ u.T).ravel() - y
    d_out = 2.0 / n * (r @ A)
    d_hid = 2.0 / n * ((r[:, None] * (1.0 - A * A)) * u).T @ X
    return HiddenGradients(loss=np.mean(r ** 2), output=_pt(d_out.reshape(1, -1)), hidden=_pt(d_hid))


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1.0 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)))
