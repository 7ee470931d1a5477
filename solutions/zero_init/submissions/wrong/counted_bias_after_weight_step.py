import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n = inputs.shape[0]
    k = initial_weight.shape[0]
    w = initial_weight.clone()
    b = None
    if initial_bias is not None:
        b = initial_bias.clone()
    y = targets.reshape(-1, 1)

    def predict():
        return inputs @ w.T + (0 if b is None else b)

    recs = []
    for e in range(epochs):
        pred = predict()
        loss = ((pred - y) ** 2).mean().item()
        # weight
        dw = 2 * (pred - y).T @ inputs / (n * k)
        w = w - lr * dw
        # bias
        db = None
        if b is not None:
            db = 2 * (predict() - y).sum(0) / (n * k)
            b = b - lr * db
        recs.append(Epoch(loss, pred, dw, db, w, b))
    return recs


def _copies(a, b, tolerance):
    return bool(torch.all(torch.abs(a - b) <= tolerance))


def symmetry_groups(rows, tolerance=1e-6):
    rest = list(range(rows.shape[0]))
    result = []
    while rest:
        first = rest[0]
        group = [i for i in rest if _copies(rows[first], rows[i], tolerance)]
        rest = [i for i in rest if i not in group]
        result.append(group)
    return result


def is_symmetric(rows, tolerance=1e-6):
    return all(_copies(rows[0], row, tolerance) for row in rows)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
