"""Zero initialisation, Ewa K."""
from typing import NamedTuple
import torch
from torch.func import grad, grad_and_value
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
    params = {"weight": initial_weight}
    if initial_bias is not None:
        params["bias"] = initial_bias
    wanted = targets.unsqueeze(1).expand(-1, len(initial_weight))

    def loss_of(p):
        prediction = F.linear(inputs, **p)
        return F.mse_loss(prediction, wanted), prediction

    result = []
    for _ in range(epochs):
        gradient, (loss, prediction) = grad_and_value(loss_of, has_aux=True)(params)
        params = {name: p - lr * gradient[name] for name, p in params.items()}
        result.append((loss, prediction, gradient["weight"], gradient.get("bias"), params["weight"], params.get("bias")))
    return result


def symmetry_groups(rows, tolerance=1e-6):
    left = list(range(rows.size(0)))
    groups = ()
    while left:
        lead = left[0]
        group = tuple(i for i in left if torch.abs(rows[i] - rows[lead]).max() <= tolerance)
        left = [i for i in left if i not in group]
        groups += (group,)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return torch.all(torch.abs(rows - rows[:1]) <= tolerance)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    def loss(W, v):
        return torch.mean(torch.square(torch.tanh(inputs @ W.T) @ v.T - targets[:, None]))

    return grad(loss, argnums=(0, 1))(hidden_weight, output_weight)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator("cpu").manual_seed(seed)
    bound = torch.rsqrt(torch.tensor(float(features)))
    while True:
        w = torch.empty(features, neurons).uniform_(-1, 1, generator=generator).T * bound
        if torch.unique(w, dim=0).shape[0] == neurons:
            return w
