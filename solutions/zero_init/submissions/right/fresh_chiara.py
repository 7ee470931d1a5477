"""Esercizio 2 - neuroni uguali. Chiara"""
import math
from types import SimpleNamespace

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


class Epoch(SimpleNamespace):
    pass


class HiddenGradients(SimpleNamespace):
    pass


class Tracer:
    def __call__(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        n, d = inputs.shape
        k = initial_weight.shape[0]
        layer = nn.Linear(d, k, bias=initial_bias is not None)
        with torch.no_grad():
            layer.weight.copy_(initial_weight)
            if layer.bias is not None:
                layer.bias.copy_(initial_bias)
        X = inputs.double()
        wanted = targets.double()[:, None].repeat(1, k)
        optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
        loss_fn = nn.MSELoss()
        records = []
        for _ in range(epochs):
            optimizer.zero_grad()
            prediction = layer(X)
            loss = loss_fn(prediction, wanted)
            loss.backward()
            optimizer.step()
            record = Epoch(loss=loss.detach(), prediction=prediction.detach(), bias=None, bias_gradient=None)
            record.weight_gradient = layer.weight.grad.clone()
            record.weight = layer.weight.detach().clone()
            if layer.bias is not None:
                record.bias_gradient = layer.bias.grad.clone()
                record.bias = layer.bias.detach().clone()
            records.append(record)
        return tuple(records)


trace = Tracer()


def symmetry_groups(rows, tolerance=1e-6):
    rows = rows.double()
    near = torch.cdist(rows, rows, p=float("inf")) <= tolerance
    seen, groups = set(), []
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = tuple(torch.nonzero(near[i]).flatten().tolist())
        seen.update(members)
        groups.append(members)
    return tuple(groups)


def is_symmetric(rows, tolerance=1e-6):
    spread = rows.amax(dim=0) - rows.amin(dim=0)
    return (spread <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().double().requires_grad_() if hidden_weight.dtype != torch.float64 \
        else hidden_weight.detach().clone().requires_grad_()
    V = nn.Parameter(output_weight.detach().double().clone())
    prediction = torch.tanh(inputs.double() @ W.T) @ V.T
    loss = nn.functional.mse_loss(prediction, targets.double().unsqueeze(1))
    hidden, output = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(hidden=hidden, output=output)


def break_symmetry(neurons, features, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    bound = 1 / math.sqrt(features)
    w = torch.empty(neurons, features)
    return nn.init.trunc_normal_(w, mean=0.0, std=bound / 2, a=-bound, b=bound, generator=g)
