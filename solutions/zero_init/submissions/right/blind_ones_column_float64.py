from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    """The bias is a column of ones more, in float64."""
    X, t, W = inputs.double(), targets.double()[:, None], initial_weight.double()
    has_bias = initial_bias is not None
    if has_bias:
        X = torch.hstack([X, torch.ones(len(X), 1, dtype=torch.float64)])
        W = torch.hstack([W, initial_bias.double()[:, None]])
    history = []
    for _ in range(epochs):
        P = X @ W.mT
        G = 2 * (P - t).mT @ X / P.numel()
        loss = float(torch.mean((P - t) ** 2))
        W = W - lr * G
        if has_bias:
            history.append(Epoch(loss, P, G[:, :-1], G[:, -1], W[:, :-1], W[:, -1]))
        else:
            history.append(Epoch(loss, P, G, None, W, None))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    far = (rows[:, None] - rows[None]).abs().amax(-1) > tolerance
    groups, seen = [], set()
    for i in range(len(rows)):
        if i not in seen:
            groups.append([j for j in range(len(rows)) if not far[i, j]])
            seen.update(groups[-1])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return (rows.amax(0) - rows.amin(0) <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    X, t, V, u = (a.double() for a in (inputs, targets, hidden_weight, output_weight))
    A = torch.tanh(X @ V.T)
    r = 2 * (A @ u[0] - t) / len(t)
    return HiddenGradients((torch.outer(r, u[0]) / torch.cosh(X @ V.T) ** 2).T @ X, (r @ A)[None])


def break_symmetry(neurons, features, seed):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    weight = torch.nn.Linear(features, neurons).weight.detach()
    torch.set_rng_state(state)
    return weight
