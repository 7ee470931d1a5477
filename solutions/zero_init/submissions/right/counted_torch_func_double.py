"""torch.func on float64 copies; the tensors that come back require grad, the losses are 0-d."""
from types import SimpleNamespace

import torch
from torch.func import functional_call, grad, grad_and_value, vmap


def _loss(params, x, y):
    prediction = torch.nn.functional.linear(x, params["weight"], params.get("bias"))
    return (prediction - y.reshape(-1, 1)).pow(2).mean(), prediction


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    x, y = inputs.double(), targets.double()
    params = {"weight": initial_weight.double()}
    if initial_bias is not None:
        params["bias"] = initial_bias.double()
    history = []
    while len(history) < epochs:
        gradient, (loss, prediction) = grad_and_value(_loss, has_aux=True)(params, x, y)
        params = {name: value - lr * gradient[name] for name, value in params.items()}
        history.append(SimpleNamespace(
            loss=loss,
            prediction=prediction,
            weight_gradient=gradient["weight"],
            bias_gradient=gradient.get("bias"),
            weight=params["weight"].clone().requires_grad_(),
            bias=params["bias"].clone().requires_grad_() if "bias" in params else None,
        ))
    return history


def _same(rows, tolerance):
    return vmap(lambda a: vmap(lambda b: (a - b).abs().amax())(rows))(rows) <= tolerance


def symmetry_groups(rows, tolerance=1e-6):
    todo, groups = torch.ones(len(rows), dtype=torch.bool), []
    same = _same(rows.detach(), tolerance)
    while todo.any():
        i = int(todo.int().argmax())
        members = same[i] & todo
        groups.append(members.nonzero()[:, 0])
        todo &= ~members
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return _same(rows.detach(), tolerance)[0].all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    def loss(both):
        hidden, output = both
        return ((inputs.double() @ hidden.T).tanh() @ output[0] - targets).square().mean()

    hidden, output = grad(loss)((hidden_weight.double(), output_weight.double()))
    return SimpleNamespace(hidden=hidden, output=output)


def break_symmetry(neurons, features, seed):
    generator = torch.Generator().manual_seed(seed)
    unit = torch.rand(neurons, features, dtype=torch.float64, generator=generator)
    return (2 * unit - 1).div(features**0.5).requires_grad_()
