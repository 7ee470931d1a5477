import collections

import torch
import torch.nn.functional as F


Epoch = collections.namedtuple("Epoch", "loss prediction weight_gradient bias_gradient weight bias")
HiddenGradients = collections.namedtuple("HiddenGradients", ["hidden", "output"])


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    """The bias is one more weight, of a feature that is always 1."""
    d = inputs.shape[1]
    x, theta = inputs.detach(), initial_weight.detach().clone()
    if initial_bias is not None:
        x = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
        theta = torch.cat([theta, initial_bias.detach()[:, None]], dim=1)

    def split(m):
        return m[:, :d].clone(), (None if initial_bias is None else m[:, d].clone())

    steps = []
    for _ in range(epochs):
        theta.requires_grad_()
        pred = x @ theta.t()
        loss = ((pred - targets.detach().view(-1, 1)) ** 2).mean()
        (grad,) = torch.autograd.grad(loss, theta)
        theta = theta.detach() - lr * grad
        gw, gb = split(grad)
        w, b = split(theta)
        steps.append(Epoch(float(loss), pred.detach(), gw, gb, w, b))
    return steps


def symmetry_groups(rows, tolerance=1e-6):
    close = (rows[:, None, :] - rows[None, :, :]).abs().amax(dim=2) <= tolerance
    seen, groups = set(), []
    for i in range(rows.shape[0]):
        if i not in seen:
            members = [j for j in close[i].nonzero().flatten().tolist() if j not in seen]
            seen.update(members)
            groups.append(members)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return bool(((rows - rows[:1]).abs() <= tolerance).all())


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hidden = hidden_weight.detach().clone().requires_grad_(True)
    output = output_weight.detach().clone().requires_grad_(True)
    prediction = torch.tanh(inputs @ hidden.T) @ output.T
    loss = F.mse_loss(prediction.squeeze(1), targets)
    loss.backward()
    return HiddenGradients(hidden.grad, output.grad)


def break_symmetry(neurons, features, seed):
    old_seed = torch.initial_seed()
    torch.manual_seed(seed)
    bound = features ** -0.5
    weight = torch.empty(neurons, features).uniform_(-bound, bound)
    torch.manual_seed(old_seed)
    return weight
