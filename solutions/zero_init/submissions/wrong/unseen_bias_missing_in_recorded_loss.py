import collections
import math

import numpy as np
import torch


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def mse(inputs, targets, weight):
    return ((inputs @ weight.T - targets.unsqueeze(1)) ** 2).mean()


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    inputs, targets = inputs.detach(), targets.detach()
    weight = initial_weight.detach().clone()
    bias = None if initial_bias is None else initial_bias.detach().clone()
    n, k = inputs.shape[0], weight.shape[0]
    result = []
    for _ in range(epochs):
        loss = mse(inputs, targets, weight).item()
        prediction = torch.einsum("nd,kd->nk", inputs, weight)
        if bias is not None:
            prediction = prediction + bias.unsqueeze(0)
        residual = prediction - targets.unsqueeze(1)
        weight_gradient = torch.einsum("nk,nd->kd", residual, inputs) * (2 / (n * k))
        weight = weight - lr * weight_gradient
        if bias is None:
            bias_gradient = None
        else:
            bias_gradient = torch.einsum("nk->k", residual) * (2 / (n * k))
            bias = bias - lr * bias_gradient
        result.append(Epoch(loss, prediction, weight_gradient, bias_gradient, weight, bias))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    label = list(range(len(m)))
    for i in range(len(m)):
        for j in range(i):
            if np.abs(m[i] - m[j]).max() <= tolerance:
                label[i] = label[j]
                break
    by_label = collections.OrderedDict()
    for i, name in enumerate(label):
        by_label.setdefault(name, []).append(i)
    return list(by_label.values())


def is_symmetric(rows, tolerance=1e-6):
    m = rows.detach().numpy()
    return bool(all(np.abs(m - row).max() <= tolerance for row in m))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    with torch.no_grad():
        n = len(inputs)
        a = torch.tanh(inputs @ hidden_weight.T)
        r = a @ output_weight.T - targets[:, None]
        g_out = 2 / n * r.T @ a
        g_hid = 2 / n * ((r @ output_weight) * (1 - a * a)).T @ inputs
    return HiddenGradients(hidden=g_hid, output=g_out)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(int(seed))
    bound = 1 / math.sqrt(features)
    return (torch.rand(neurons, features, generator=generator) * 2 - 1) * bound
