import collections

import numpy as np
import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    has_bias = initial_bias is not None
    X = inputs.detach().double().numpy()
    y = targets.detach().double().numpy()
    W = initial_weight.detach().double().numpy().copy()
    k = W.shape[0]
    b = initial_bias.detach().double().numpy().copy() if has_bias else np.zeros(k)
    records = []
    for _ in range(epochs):
        Y = X.dot(W.T) + b
        E = Y - y.reshape(-1, 1)
        grad_W = 2.0 / E.size * E.T.dot(X)
        grad_b = 2.0 / E.size * E.sum(axis=0) if has_bias else np.zeros(k)
        W = W - lr * grad_W
        b = b - lr * grad_b
        records.append(
            Epoch(
                float((E ** 2).mean()),
                torch.tensor(Y).float(),
                torch.tensor(grad_W).float(),
                torch.tensor(grad_b).float(),
                torch.tensor(W).float(),
                torch.tensor(b).float() if has_bias else None,
            )
        )
    return records


def symmetry_groups(rows, tolerance=1e-6):
    close = (rows[:, None, :] - rows[None, :, :]).abs().amax(dim=2) <= tolerance
    seen, groups = set(), []
    for i in range(rows.shape[0]):
        if i not in seen:
            members = [j for j in close[i].nonzero().flatten().tolist() if j not in seen]
            seen.update(members)
            groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[:1]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    hidden = torch.zeros(hidden_weight.shape)
    output = torch.zeros(output_weight.shape)
    for s in range(n):
        x = inputs[s].detach()
        a = torch.tanh(hidden_weight.detach() @ x)
        r = (output_weight.detach()[0] * a).sum() - targets[s].detach()
        for i in range(hidden_weight.shape[0]):
            hidden[i] += 2 / n * r * output_weight.detach()[0, i] * (1 - a[i] ** 2) * x
            output[0, i] += 2 / n * r * a[i]
    return HiddenGradients(hidden, output)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.empty(neurons, features).uniform_(-1, 1) / features ** 0.5
