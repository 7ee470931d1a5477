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
    """k neurons are k problems of their own, each with 1/k of the gradient."""
    k, n = len(initial_weight), len(targets)
    weights = list(initial_weight)
    biases = [torch.tensor(0.0)] * k if initial_bias is None else list(initial_bias)
    history = []
    for _ in range(epochs):
        predictions = [inputs.mv(w) + b for w, b in zip(weights, biases)]
        errors = [p - targets for p in predictions]
        slopes = [inputs.T.mv(e) * 2 / n / k for e in errors]
        drifts = [e.mean() * 2 / k for e in errors]
        weights = [w - lr * s for w, s in zip(weights, slopes)]
        if initial_bias is not None:
            biases = [b - lr * s for b, s in zip(biases, drifts)]
        loss = sum(e.square().mean() for e in errors) / k
        with_bias = lambda parts: None if initial_bias is None else torch.stack(parts)
        history.append(Epoch(loss.item(), torch.stack(predictions, 1), torch.stack(slopes), with_bias(drifts), torch.stack(weights), with_bias(biases)))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    todo = set(range(len(rows)))
    for i in range(len(rows)):
        if i in todo:
            groups.append(sorted(j for j in todo if not torch.any(torch.abs(rows[j] - rows[i]).gt(tolerance))))
            todo -= set(groups[-1])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return torch.max(torch.abs(rows - rows[:1])).item() <= tolerance


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    """A dual number for each entry: the derivative is carried along."""
    loss = lambda parts: torch.mean((torch.tanh(inputs @ parts[0].T) @ parts[1].T - targets[:, None]) ** 2)
    parts, found = (hidden_weight, output_weight), []
    for which, part in enumerate(parts):
        gradient = torch.zeros(part.numel())
        for i in range(part.numel()):
            unit = torch.zeros(part.numel())
            unit[i] = 1
            tangents = tuple(unit.reshape(part.shape) if j == which else torch.zeros_like(p) for j, p in enumerate(parts))
            gradient[i] = torch.func.jvp(lambda *p: loss(p), parts, tangents)[1]
        found.append(gradient.reshape(part.shape))
    return HiddenGradients(*found)


def break_symmetry(neurons, features, seed):
    # normal numbers, squeezed into the bound by tanh
    draw = torch.randn(neurons, features, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return torch.tanh(draw) / features ** 0.5
