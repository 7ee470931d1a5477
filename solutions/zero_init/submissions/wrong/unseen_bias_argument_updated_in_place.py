import collections

import numpy as np
import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def break_symmetry(neurons, features, seed):
    rng = np.random.default_rng(seed)
    bound = 1 / np.sqrt(features)
    return torch.from_numpy(rng.uniform(-bound, bound, size=(neurons, features)).astype(np.float32))


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


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i, row in enumerate(rows):
        for group in groups:
            if (row - rows[group[0]]).abs().max() <= tolerance:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    with torch.no_grad():
        weight = initial_weight.clone()
        bias = initial_bias
        size = len(inputs) * len(weight)
        records = []
        for _ in range(epochs):
            prediction = inputs @ weight.T
            if bias is not None:
                prediction += bias
            error = prediction - targets.view(-1, 1)
            weight_gradient = 2 * error.T @ inputs / size
            weight -= lr * weight_gradient
            bias_gradient = None
            if bias is not None:
                bias_gradient = 2 * error.sum(dim=0) / size
                bias -= lr * bias_gradient
            records.append(
                Epoch(
                    (error ** 2).mean().item(),
                    prediction,
                    weight_gradient,
                    bias_gradient,
                    weight.clone(),
                    None if bias is None else bias.clone(),
                )
            )
    return records
