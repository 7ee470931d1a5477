"""One class; the functions are its bound methods and static methods. All records are views of one history."""
import random
from typing import NamedTuple

import numpy as np
import torch


class Epoch(NamedTuple):
    loss: np.float32
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


class Course:
    def trace(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        # the bias is the weight of a feature that is always 1
        (n, d), k = inputs.shape, initial_weight.shape[0]
        biased = initial_bias is not None
        X = torch.cat([inputs, torch.ones(n, 1)], dim=1) if biased else inputs
        start = torch.cat([initial_weight, initial_bias[:, None]], dim=1) if biased else initial_weight
        weights = torch.empty(X.shape[1], k, epochs + 1)  # the epochs are the last axis: the views have strides
        gradients = torch.empty(X.shape[1], k, epochs)
        predictions = torch.empty(k, n, epochs)
        weights[..., 0] = start.T
        records = []
        for e in range(epochs):
            predictions[..., e] = (X @ weights[..., e]).T
            r = predictions[..., e] - targets
            gradients[..., e] = (r @ X).T.mul(2 / r.numel())
            weights[..., e + 1] = weights[..., e] - lr * gradients[..., e]
            records.append(Epoch(
                r.square().mean().numpy()[()],
                predictions[..., e].T,
                gradients[:d, :, e].T,
                gradients[d, :, e] if biased else None,
                weights[:d, :, e + 1].T,
                weights[d, :, e + 1] if biased else None,
            ))
        return tuple(records)

    @staticmethod
    def symmetry_groups(rows, tolerance=1e-6):
        distance = torch.cdist(rows, rows, p=float("inf"))
        groups = []
        for i, row in enumerate(distance):
            # with any member of the group
            mine = next((g for g in groups if any(row[j] <= tolerance for j in g)), None)
            groups.append([i]) if mine is None else mine.append(i)
        return [np.array(g) for g in groups]

    @classmethod
    def is_symmetric(cls, rows, tolerance=1e-6):
        spread = rows.amax(dim=0) - rows.amin(dim=0)
        return np.bool_((spread <= tolerance).all().item())

    def hidden_gradients(self, inputs, targets, hidden_weight, output_weight):
        with torch.enable_grad():
            w, v = hidden_weight.detach().requires_grad_(), output_weight.detach().requires_grad_()
            residual = torch.tanh(inputs @ w.T) @ v.flatten() - targets
            return HiddenGradients(*torch.autograd.grad(residual @ residual / len(residual), (w, v)))

    def break_symmetry(self, neurons, features, seed):
        rng = random.Random(seed)
        half = features**-0.5
        return torch.tensor([[rng.uniform(-half, half) for _ in range(features)] for _ in range(neurons)])


_course = Course()
trace = _course.trace
symmetry_groups = Course.symmetry_groups
is_symmetric = Course.is_symmetric
hidden_gradients = _course.hidden_gradients
break_symmetry = _course.break_symmetry
