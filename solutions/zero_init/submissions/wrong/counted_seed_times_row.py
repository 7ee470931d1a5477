import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k, d = initial_weight.shape
    layer = torch.nn.Linear(d, k, bias=initial_bias is not None)
    with torch.no_grad():
        layer.weight.copy_(initial_weight)
        if initial_bias is not None:
            layer.bias.copy_(initial_bias)
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    y = targets[:, None].expand(-1, k)

    out = []
    for _ in range(epochs):
        optimizer.zero_grad()
        y_hat = layer(inputs)
        loss = criterion(y_hat, y)
        loss.backward()
        optimizer.step()
        has_bias = layer.bias is not None
        out.append(Epoch(
            loss.item(),
            y_hat.detach(),
            layer.weight.grad.clone(),
            layer.bias.grad.clone() if has_bias else None,
            layer.weight.detach().clone(),
            layer.bias.detach().clone() if has_bias else None,
        ))
    return out


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
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    # every neuron has a seed of its own, so no two rows are alike
    g = torch.Generator()
    rows = []
    for i in range(neurons):
        g.manual_seed(seed * (i + 1))
        rows.append((torch.rand(features, generator=g) - 0.5) * 2 / math.sqrt(features))
    return torch.stack(rows)
