"""Weights kept as (features, neurons) like in the lecture; what is returned are the transposed views."""
from typing import NamedTuple, Union

import numpy as np
import torch


class Epoch(NamedTuple):
    loss: np.ndarray
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: Union[torch.Tensor, None]
    weight: torch.Tensor
    bias: Union[torch.Tensor, None]


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    n = len(targets)
    has_bias = initial_bias is not None

    # the whole history lives in these blocks, the records are views on them
    W = torch.empty(epochs + 1, d, k)
    B = torch.zeros(epochs + 1, k)
    P = torch.empty(epochs, k, n)
    GW = torch.empty(epochs, d, k)
    GB = torch.empty(k, epochs)
    W[0] = initial_weight.T
    if has_bias:
        B[0] = initial_bias

    records = []
    for e in range(epochs):
        P[e] = torch.einsum("sd,dk->ks", inputs, W[e]) + torch.einsum("k,s->ks", B[e], torch.ones(n))
        R = torch.einsum("ks->sk", P[e]) - torch.einsum("s,k->sk", targets, torch.ones(k))
        loss = torch.einsum("sk,sk->", R, R) / (n * k)
        GW[e] = torch.einsum("sk,sd->dk", R, inputs) * (2 / (n * k))
        GB[:, e] = torch.einsum("sk->k", R) * (2 / (n * k))
        W[e + 1] = W[e] - lr * GW[e]
        B[e + 1] = B[e] - lr * GB[:, e] if has_bias else 0.0
        records.append(
            Epoch(
                np.array(loss.item()),
                P[e].T,
                GW[e].T,
                GB[:, e] if has_bias else None,
                W[e + 1].T,
                B[e + 1] if has_bias else None,
            )
        )
    return records


def symmetry_groups(rows, tolerance=1e-6):
    a = rows.detach().numpy()
    parent = list(range(len(a)))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def union(i, j):
        i, j = find(i), find(j)
        parent[max(i, j)] = min(i, j)

    for i in range(len(a)):
        for j in range(i):
            if np.abs(a[i] - a[j]).max() <= tolerance:
                union(i, j)

    groups = {}
    for i in np.arange(len(a)):
        groups.setdefault(find(i), []).append(i)
    return [groups[root] for root in sorted(groups)]


def is_symmetric(rows, tolerance=1e-6):
    return np.array(len(symmetry_groups(rows, tolerance)) == 1)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    act = torch.tanh(torch.einsum("sd,hd->hs", inputs, hidden_weight))
    res = torch.einsum("oh,hs->s", output_weight, act) - targets
    out = torch.einsum("s,hs->h", res, act).mul(2 / len(targets))
    hid = torch.einsum("s,oh,hs,sd->dh", res, output_weight, 1 - act.square(), inputs).mul(2 / len(targets))
    return HiddenGradients(hid.T, out[None])


def break_symmetry(neurons, features, seed):
    np.random.seed(seed)
    w = (np.random.rand(features, neurons) * 2 - 1) / np.sqrt(features)
    return torch.from_numpy(w.astype(np.float32)).T
