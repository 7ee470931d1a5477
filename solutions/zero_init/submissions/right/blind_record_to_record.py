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


def step(weight, bias, inputs, targets, lr):
    k = weight.shape[0]
    prediction = inputs @ weight.t()
    if bias is not None:
        prediction += bias
    residual = (prediction.t() - targets).t()
    scale = 2.0 / (k * len(targets))
    weight_gradient = scale * torch.stack([(residual[:, i, None] * inputs).sum(0) for i in range(k)])
    bias_gradient = None if bias is None else scale * residual.sum(0)
    loss = residual.pow(2).sum() / residual.numel()
    return Epoch(
        loss, prediction, weight_gradient, bias_gradient,
        weight - lr * weight_gradient, None if bias is None else bias - lr * bias_gradient,
    )


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    history = [step(initial_weight, initial_bias, inputs, targets, lr)]
    while len(history) < epochs:
        history.append(step(history[-1].weight, history[-1].bias, inputs, targets, lr))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    labels = torch.full((len(rows),), -1)
    for i in range(len(rows)):
        if labels[i] < 0:
            near = torch.le((rows - rows[i]).abs(), tolerance).all(dim=1) & (labels < 0)
            labels[near] = i
    return [torch.nonzero(labels == label).flatten() for label in labels.unique()]


def is_symmetric(rows, tolerance=1e-6):
    return ((rows - rows[0]).abs() <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    z = inputs @ hidden_weight.t()
    a = torch.tanh(z)
    slope = 4 * torch.sigmoid(2 * z) * torch.sigmoid(-2 * z)
    r = (a @ output_weight.t()).squeeze(1).sub(targets).mul(2 / len(targets))
    return HiddenGradients(torch.einsum("n,nh,nd->hd", r, slope * output_weight, inputs), torch.einsum("n,nh->h", r, a)[None])


def break_symmetry(neurons, features, seed):
    return torch.empty(neurons, features).uniform_(
        -(features ** -0.5), features ** -0.5, generator=torch.Generator(device="cpu").manual_seed(seed)
    )
