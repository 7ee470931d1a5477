import math
from collections import namedtuple
import torch

Epoch = namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = namedtuple("HiddenGradients", "hidden output")


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    k = initial_weight.shape[0]
    W = initial_weight.clone()
    b = initial_bias.clone() if initial_bias is not None else None
    Y = targets.repeat(k).view(-1, k)        # every neuron gets the same targets

    log = []
    for _ in range(epochs):
        P = inputs @ W.T
        if b is not None: P = P + b
        R = P - Y
        gW = 2 * R.T @ inputs / R.numel()
        gb = 2 * R.sum(0) / R.numel() if b is not None else None
        W = W - lr * gW
        if b is not None: b = b - lr * gb
        log.append(Epoch((R * R).mean().item(), P, gW, gb, W, b))
    return log


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
    generator = torch.Generator()
    generator.manual_seed(seed)
    bound = 1 / features ** 0.5
    return torch.empty(neurons, features).uniform_(-bound, bound, generator=generator)
