import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def step(inputs, y, weight, bias, lr):
    """One epoch -> (record, new weight, new bias)."""
    prediction = inputs @ weight.T
    if bias is not None:
        prediction = prediction + bias
    residual = prediction - y
    scale = 2 / residual.numel()
    weight_gradient = scale * residual.T @ inputs
    new_weight = weight - lr * weight_gradient
    bias_gradient = new_bias = None
    if bias is not None:
        bias_gradient = scale * residual.sum(dim=0)
        new_bias = bias - lr * bias_gradient
    record = Epoch(loss=residual.square().mean().item(), prediction=prediction,
                   weight_gradient=weight_gradient, bias_gradient=bias_gradient,
                   weight=new_weight, bias=bias)
    return record, new_weight, new_bias


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    records = []
    weight, bias = initial_weight, initial_bias
    y = targets[:, None]
    for _ in range(epochs):
        record, weight, bias = step(inputs, y, weight, bias, lr)
        records.append(record)
    return records


def symmetry_groups(rows, tolerance=1e-6):
    # same[i, j]: are neurons i and j copies?
    same = ((rows.unsqueeze(0) - rows.unsqueeze(1)).abs() <= tolerance).all(dim=2)
    seen = set()
    groups = []
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = torch.nonzero(same[i]).flatten().tolist()
        seen.update(members)
        groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[0]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.detach().clone().requires_grad_(True)
    ow = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hw.T) @ ow.T          # (n, 1)
    loss = ((prediction.squeeze(1) - targets) ** 2).mean()
    loss.backward()
    return HiddenGradients(hidden=hw.grad, output=ow.grad)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        noise = torch.rand(neurons, features)
    return (noise * 2 - 1) * features ** -0.5
