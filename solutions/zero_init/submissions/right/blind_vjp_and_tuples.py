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
    def loss_of(weight, bias):
        prediction = inputs @ weight.T + bias
        return (prediction - targets[:, None]).square().mean(), prediction

    train_bias = initial_bias is not None
    weight, bias = initial_weight, initial_bias if train_bias else torch.zeros(len(initial_weight))
    differentiate = torch.func.grad_and_value(loss_of, argnums=(0, 1), has_aux=True)
    history = []
    for _ in range(epochs):
        (by_weight, by_bias), (loss, prediction) = differentiate(weight, bias)
        weight = weight - lr * by_weight
        if train_bias:
            bias = bias - lr * by_bias
        history.append(Epoch(loss.item(), prediction, by_weight, by_bias if train_bias else None, weight, bias if train_bias else None))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    """By floats, with early ends."""
    rows = [tuple(row) for row in rows.tolist()]
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if all(abs(a - b) <= tolerance for a, b in zip(row, rows[group[0]])):
                group.append(i)
                break
        else:
            groups.append([i])
    return tuple(tuple(group) for group in groups)


def is_symmetric(rows, tolerance=1e-6):
    first, *others = rows.tolist()
    return all(abs(a - b) <= tolerance for other in others for a, b in zip(first, other))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    n = inputs.shape[0]
    a = torch.tanh(torch.nn.functional.linear(inputs, hidden_weight))
    error = torch.nn.functional.linear(a, output_weight) - targets.reshape(n, 1)
    back = torch.autograd.functional.vjp(lambda v: torch.tanh(inputs @ v.T), hidden_weight, 2 / n * error @ output_weight)[1]
    return back, 2 / n * error.T @ a


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        weight = torch.nn.init.trunc_normal_(torch.empty(neurons, features), std=features ** -0.5, a=-(features ** -0.5), b=features ** -0.5)
    return weight
