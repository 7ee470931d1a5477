import numpy as np
import torch
from types import SimpleNamespace


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    X, y, W = inputs.numpy(), targets.numpy(), initial_weight.numpy().copy()
    b = np.zeros(len(W), dtype=np.float32) if initial_bias is None else initial_bias.numpy().copy()
    out = []
    for epoch in range(epochs):
        P = X @ W.T + b
        E = P - np.tile(y[:, None], (1, len(W)))
        gW, gb = 2 * E.T @ X / E.size, 2 * E.sum(axis=0) / E.size
        W = W - np.float32(lr) * gW
        record = SimpleNamespace(loss=np.mean(E * E), prediction=torch.from_numpy(P), weight_gradient=torch.from_numpy(gW),
                                 bias_gradient=None, weight=torch.from_numpy(W), bias=None)
        if initial_bias is not None:
            b = b - np.float32(lr) * gb
            record.bias_gradient, record.bias = torch.from_numpy(gb), torch.from_numpy(b)
        out.append(record)
    return out


def symmetry_groups(rows, tolerance=1e-6):
    rows = rows.numpy()
    groups, left = [], np.arange(len(rows))
    while left.size:
        near = np.isclose(rows[left], rows[left[0]], rtol=0, atol=tolerance).all(axis=1)
        groups.append(left[near])
        left = left[~near]
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return np.ptp(rows.numpy(), axis=0).max() <= tolerance


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    """Central differences in float64: right to nine digits."""
    X, t = inputs.numpy().astype(float), targets.numpy().astype(float)
    V, u = hidden_weight.numpy().astype(float), output_weight.numpy().astype(float)
    loss = lambda V, u: np.mean((np.tanh(X @ V.T) @ u[0] - t) ** 2)

    def slope(matrix, f, eps=1e-5):
        gradient = np.empty_like(matrix)
        for place in np.ndindex(*matrix.shape):
            e = np.zeros_like(matrix)
            e[place] = eps
            gradient[place] = (f(matrix + e) - f(matrix - e)) / (2 * eps)
        return torch.from_numpy(gradient)

    return SimpleNamespace(hidden=slope(V, lambda m: loss(m, u)), output=slope(u, lambda m: loss(V, m)))


def break_symmetry(neurons, features, seed):
    draw = np.random.RandomState(seed).rand(neurons, features).astype(np.float32)
    return torch.from_numpy((2 * draw - 1) / np.sqrt(features).astype(np.float32))
