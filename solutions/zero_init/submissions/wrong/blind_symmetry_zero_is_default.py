from dataclasses import dataclass
from math import sqrt

import torch


@dataclass
class Epoch:
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor


@dataclass
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    n, k = len(inputs), len(initial_weight)
    weight = initial_weight.clone()
    bias = initial_bias.clone() if initial_bias is not None else None
    history = []
    for epoch in range(epochs):
        prediction = inputs @ weight.T
        if bias is not None:
            prediction = prediction + bias
        error = prediction - targets.reshape(-1, 1)
        loss = (error ** 2).mean().item()
        grad_w = 2 / (n * k) * error.T @ inputs
        weight = weight - lr * grad_w
        grad_b = None
        if bias is not None:
            grad_b = 2 / (n * k) * error.sum(0)
            bias = bias - lr * grad_b
        history.append(Epoch(loss, prediction, grad_w, grad_b, weight, bias))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    tolerance = tolerance or 1e-6
    left = list(range(len(rows)))
    groups = []
    while left:
        first = left[0]
        group = [i for i in left if (rows[i] - rows[first]).abs().max().item() <= tolerance]
        groups.append(group)
        left = [i for i in left if i not in group]
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = len(inputs)
    a = torch.tanh(inputs @ hidden_weight.T)
    error = a @ output_weight.T - targets.reshape(-1, 1)
    grad_output = 2 / n * error.T @ a
    delta = error * output_weight * (1 - a ** 2)
    grad_hidden = 2 / n * delta.T @ inputs
    return HiddenGradients(hidden=grad_hidden, output=grad_output)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        weight = torch.empty(neurons, features)
        torch.nn.init.uniform_(weight, -1 / sqrt(features), 1 / sqrt(features))
    return weight
