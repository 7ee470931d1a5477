import collections
import math

import torch

Epoch = collections.namedtuple("Epoch", "weight bias weight_gradient bias_gradient prediction loss")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n, k = inputs.shape[0], initial_weight.shape[0]
    W, c = initial_weight, initial_bias
    epochs_seen = []
    for _ in range(epochs):
        P = inputs @ W.t()
        if c is not None:
            P = P + c
        R = P - targets.view(n, 1)
        gW = R.t() @ inputs * (2 / (n * k))
        gc = R.sum(dim=0) * (2 / (n * k)) if c is not None else None
        W = W - lr * gW
        c = c - lr * gc if c is not None else None
        epochs_seen.append(Epoch(W, c, gW, gc, P, (R * R).mean()))
    return tuple(epochs_seen)


def symmetry_groups(rows, tolerance=1e-6):
    left = list(range(rows.shape[0]))
    groups = []
    while left:
        first = left[0]
        group = [i for i in left if bool(torch.all(torch.abs(rows[i] - rows[first]) <= tolerance))]
        groups.append(tuple(group))
        left = [i for i in left if i not in group]
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return ((rows - rows[:1]).abs() <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    activation = torch.tanh(inputs @ hidden_weight.T)
    residual = (activation @ output_weight.T)[:, 0] - targets
    scale = 2 / len(targets)
    output = scale * residual[None, :] @ activation
    back = residual[:, None] * output_weight * (1 - activation**2)
    return scale * back.T @ inputs, output


def break_symmetry(neurons, features, seed):
    state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    weights = torch.empty(neurons, features).uniform_(-1 / math.sqrt(features), 1 / math.sqrt(features))
    torch.random.set_rng_state(state)
    return weights
