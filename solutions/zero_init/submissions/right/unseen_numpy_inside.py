"""Everything in numpy's float64; torch only at the borders."""
import numpy as np
import torch
from collections import namedtuple

Epoch = namedtuple("Epoch", ["loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias"])
HiddenGradients = namedtuple("HiddenGradients", ["hidden", "output"])


def _in(t):
    return np.array(t.detach().cpu().tolist(), dtype=float)


def _out(a):
    return torch.from_numpy(np.array(a, dtype=np.float64))


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    X, y, W = _in(inputs), _in(targets), _in(initial_weight)
    b = None if initial_bias is None else _in(initial_bias)
    result = []
    for _ in range(epochs):
        Z = np.einsum("nd,kd->nk", X, W)
        if b is not None:
            Z += b
        R = Z - y[:, None]
        gW = np.einsum("nk,nd->kd", R, X) * 2 / R.size
        W = W - lr * gW
        gb = None
        if b is not None:
            gb = 2 * R.sum(axis=0) / R.size
            b = b - lr * gb
        result.append(
            Epoch(
                np.mean(np.square(R)),
                _out(Z),
                _out(gW),
                None if gb is None else _out(gb),
                _out(W),
                None if b is None else _out(b),
            )
        )
    return result


def symmetry_groups(rows, tolerance=1e-6):
    m = _in(rows)
    first = [min(j for j in range(i + 1) if np.max(np.abs(m[j] - m[i])) <= tolerance) for i in range(len(m))]
    return [[i for i, f in enumerate(first) if f == leader] for leader in np.unique(first)]


def is_symmetric(rows, tolerance=1e-6):
    return np.all(np.ptp(_in(rows), axis=0) <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, y, W, v = map(_in, (inputs, targets, hidden_weight, output_weight))
    A = np.tanh(X @ W.T)
    R = (A @ v.T) - y.reshape(-1, 1)
    return HiddenGradients(_out(2 / len(y) * (R * v * (1 - A ** 2)).T @ X), _out(2 / len(y) * R.T @ A))


def break_symmetry(neurons, features, seed):
    rng = np.random.RandomState(seed)
    return torch.tensor(rng.uniform(-1, 1, (neurons, features)) / np.sqrt(features), dtype=torch.float32)
