# dev
from typing import NamedTuple, Optional

import numpy as np
import torch

torch.set_grad_enabled(False)


class Epoch(NamedTuple):
    # alphabetical
    bias: Optional[torch.Tensor]
    bias_gradient: Optional[torch.Tensor]
    loss: float
    prediction: torch.Tensor
    weight: torch.Tensor
    weight_gradient: torch.Tensor


class HiddenGradients(NamedTuple):
    output: torch.Tensor
    hidden: torch.Tensor


@torch.inference_mode()
def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    w, b = initial_weight.clone(), initial_bias
    y = targets.unsqueeze(1)
    out = []
    for _ in range(epochs):
        p = torch.nn.functional.linear(inputs, w, b)
        r = p - y  # (n, k) - (n, 1)
        gw = 2 / r.numel() * r.t() @ inputs
        gb = None if b is None else 2 / r.numel() * r.sum(0)
        w = w - lr * gw
        b = None if b is None else b - lr * gb
        out.append(Epoch(loss=r.square().mean().item(), prediction=p, weight_gradient=gw, bias_gradient=gb, weight=w, bias=b))
    return out


def _close(rows, tolerance):
    return (rows[:, None] - rows[None]).abs().amax(-1) <= tolerance


def symmetry_groups(rows, tolerance=1e-6):
    adjacency = _close(rows, tolerance).numpy()
    first = adjacency.argmax(1)  # index of the first copy
    return [list(np.flatnonzero(first == f)) for f in np.unique(first)]


is_symmetric = lambda rows, tolerance=1e-6: _close(rows, tolerance).numpy().all()  # noqa: E731


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    a = (inputs @ hidden_weight.t()).tanh()
    r = 2 / len(inputs) * (a @ output_weight.t() - targets[:, None])
    return HiddenGradients(hidden=(r @ output_weight * (1 - a * a)).t() @ inputs, output=r.t() @ a)


def break_symmetry(neurons, features, seed):
    state = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        return (torch.rand(neurons, features) * 2 - 1) / features**0.5
    finally:
        torch.set_rng_state(state)
