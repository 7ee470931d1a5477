# hiro
import numpy as np
import torch
from collections import namedtuple

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def npy(t):
    return t.detach().cpu().numpy()


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    """The bias is one more column of the weight, for an input that is always 1."""
    X, y, W = npy(inputs), npy(targets), npy(initial_weight)
    d = X.shape[1]
    with_bias = initial_bias is not None
    if with_bias:
        X = np.c_[X, np.ones(len(X), X.dtype)]
        W = np.c_[W, npy(initial_bias)]
    T = np.broadcast_to(y[:, np.newaxis], (len(y), len(W)))

    def split(M):
        M = torch.from_numpy(M)
        return M[:, :d], (M[:, d] if with_bias else None)

    records = []
    for _ in range(epochs):
        P = X @ W.T
        G = 2 * (P - T).T @ X / np.float32(P.size)
        W = W - np.float32(lr) * G
        (gw, gb), (w, b) = split(G), split(W)
        records.append(Epoch(np.mean((P - T) ** 2), torch.from_numpy(P), gw, gb, w, b))
    return records


def symmetry_groups(rows, tolerance=1e-6):
    R = npy(rows)
    todo = np.ones(len(R), dtype=bool)
    groups = []
    while todo.any():
        first = np.argmax(todo)
        members = todo & (np.max(np.abs(R - R[first]), axis=1) <= tolerance)
        groups.append([*np.nonzero(members)[0]])       # numpy integers
        todo &= ~members
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return np.max(np.ptp(npy(rows), axis=0)) <= tolerance


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, y, W, v = map(npy, (inputs, targets, hidden_weight, output_weight))
    A = np.tanh(np.einsum("nd,hd->nh", X, W))
    r = np.einsum("nh,kh->n", A, v) - y
    n = np.float32(len(r))
    output = np.einsum("n,nh->h", r, A)[np.newaxis] * 2 / n
    hidden = np.einsum("n,h,nh,nd->hd", r, v[0], 1 - A * A, X) * 2 / n
    return HiddenGradients(torch.from_numpy(hidden), torch.from_numpy(output))


def break_symmetry(neurons, features, seed):
    rng = np.random.RandomState(seed)
    u = rng.random_sample((neurons, features))
    # the first feature: every neuron in a slice of its own, so that no two can be alike
    u[:, 0] = (rng.permutation(neurons) + 0.25 + u[:, 0] / 2) / neurons
    return torch.from_numpy(((2 * u - 1) / np.sqrt(features)).astype(np.float32))
