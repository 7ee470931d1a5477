#!/usr/bin/env python3
"""Generators; names that are not the contract's inside; the file draws its own figure only when run."""
import contextlib
from collections import OrderedDict, UserList, deque, namedtuple

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)

_Base = namedtuple("_Base", "loss prediction weight_gradient bias_gradient weight bias")


class Epoch(_Base):
    """Weight and bias after the step."""

    @property
    def neurons(self):
        return len(self.weight)


HiddenGradients = type("HiddenGradients", (), {"__init__": lambda self, **kw: self.__dict__.update(kw)})


def _descend(x, y, w, b, lr):
    """Endless gradient descent."""
    while True:
        w = w.detach().requires_grad_()
        b = b if b is None else b.detach().requires_grad_()
        z = F.linear(x, w, b)
        # k separate problems: the mean over n*k is the mean of the neurons' own means
        loss = sum(F.mse_loss(z[:, i], y) for i in range(len(w))) / len(w)
        loss.backward()
        gw, gb = w.grad, None if b is None else b.grad
        w, b = w - lr * gw, None if b is None else b - lr * gb
        yield Epoch(loss.detach().numpy(), z, gw, gb, w, b)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    run = _descend(inputs, targets, initial_weight, initial_bias, lr)
    return deque((next(run) for _ in range(epochs)), maxlen=epochs)


def symmetry_groups(rows, tolerance=1e-6):
    found = OrderedDict()
    for i in range(len(rows)):
        twin = next((f for f in found if not ((rows[f] - rows[i]).abs() > tolerance).any()), i)
        found.setdefault(twin, UserList()).append(np.int64(i))
    return UserList(found.values())


def is_symmetric(rows, tolerance=1e-6):
    return 1 if len(symmetry_groups(rows, tolerance)) == 1 else 0


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(inputs)
    hidden, output = torch.zeros_like(hidden_weight), torch.zeros_like(output_weight)
    for x, t in zip(inputs, targets):  # sample by sample, as in the lecture
        a = torch.tanh(hidden_weight @ x)
        r = output_weight[0] @ a - t
        output += 2 / n * r * a
        hidden += 2 / n * r * torch.outer(output_weight[0] / torch.cosh(hidden_weight @ x) ** 2, x)
    return HiddenGradients(hidden=hidden.numpy(), output=output.numpy())


@contextlib.contextmanager
def _seeded(seed):
    with torch.random.fork_rng(devices=()):
        yield torch.random.manual_seed(seed)


def break_symmetry(neurons, features, seed):
    with _seeded(seed):
        layer = torch.nn.Linear(features, neurons, bias=False)  # its own start is the one asked for
    return layer.weight
