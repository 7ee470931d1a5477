from typing import NamedTuple
import torch
import torch.nn as nn
import torch.nn.functional as F


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
    k, d = initial_weight.shape
    model = nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
        if initial_bias is not None:
            model.bias.copy_(initial_bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    wanted = targets.unsqueeze(1).repeat(1, k)
    out = []
    for _ in range(epochs):
        prediction = model(inputs)
        loss = criterion(prediction, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        b = model.bias
        out.append(Epoch(loss, prediction, model.weight.grad.clone(), None if b is None else b.grad.clone(),
                         nn.Parameter(model.weight.clone()), None if b is None else b.clone()))
    return out

def symmetry_groups(rows, tolerance=1e-6):
    far = torch.cdist(rows.double(), rows.double(), p=float("inf"))
    groups, seen = [], set()
    for i in range(rows.shape[0]):
        if i in seen:
            continue
        members = tuple(j for j in range(rows.shape[0]) if far[i, j] <= tolerance and j not in seen)
        seen.update(members)
        groups.append(members)
    return tuple(groups)


def is_symmetric(rows, tolerance=1e-6):
    return torch.all(rows.amax(0) - rows.amin(0) <= tolerance)

def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.clone().requires_grad_()
    output = output_weight.clone().requires_grad_()
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return nn.Linear(features, neurons).weight
