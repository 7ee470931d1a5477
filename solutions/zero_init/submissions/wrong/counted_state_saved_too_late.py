import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    # own copies, so that the arguments stay as they are
    weight = initial_weight.detach().clone().requires_grad_(True)
    bias = None
    if initial_bias is not None:
        bias = initial_bias.detach().clone().requires_grad_(True)
    wanted = targets.unsqueeze(1).repeat(1, weight.shape[0])
    history = []
    for epoch in range(epochs):
        weight.grad = None
        if bias is not None:
            bias.grad = None
        prediction = torch.nn.functional.linear(inputs, weight, bias)
        loss = torch.mean((prediction - wanted) ** 2)
        loss.backward()
        with torch.no_grad():
            weight -= lr * weight.grad
            if bias is not None:
                bias -= lr * bias.grad
        history.append(
            Epoch(
                loss=loss.item(),
                prediction=prediction.detach().clone(),
                weight_gradient=weight.grad.clone(),
                bias_gradient=None if bias is None else bias.grad.clone(),
                weight=weight.detach().clone(),
                bias=None if bias is None else bias.detach().clone(),
            )
        )
    return history


def symmetry_groups(rows, tolerance=1e-6):
    groups = []
    for i in range(len(rows)):
        for group in groups:
            if ((rows[i] - rows[group[0]]).abs() <= tolerance).all():
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) == 1


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    W = hidden_weight.detach().requires_grad_()
    V = output_weight.detach().requires_grad_()
    y_hat = torch.nn.functional.linear(torch.tanh(torch.nn.functional.linear(inputs, W)), V)
    loss = torch.nn.functional.mse_loss(y_hat, targets.view(-1, 1))
    dW, dV = torch.autograd.grad(loss, (W, V))
    return HiddenGradients(dW, dV)


def break_symmetry(neurons, features, seed):
    torch.manual_seed(seed)
    state = torch.get_rng_state()
    bound = 1 / math.sqrt(features)
    weights = torch.empty(neurons, features).uniform_(-bound, bound)
    torch.set_rng_state(state)      # leave no traces
    return weights
