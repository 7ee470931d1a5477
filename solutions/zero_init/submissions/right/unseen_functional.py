"""torch.func: gradients of pure functions, no .backward anywhere."""
from functools import partial, reduce
from typing import Any, NamedTuple

import torch
from torch.func import grad, grad_and_value

Epoch = NamedTuple(
    "Epoch",
    [
        ("loss", float),
        ("prediction", Any),
        ("weight_gradient", Any),
        ("bias_gradient", Any),
        ("weight", Any),
        ("bias", Any),
    ],
)
HiddenGradients = NamedTuple("HiddenGradients", [("hidden", Any), ("output", Any)])


def predict(parameters, x):
    z = x @ parameters["weight"].T
    return z + parameters["bias"] if "bias" in parameters else z


def objective(parameters, x, y):
    z = predict(parameters, x)
    return ((z - y[:, None]) ** 2).mean(), z


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    x, y = inputs.detach(), targets.detach()
    start = {"weight": initial_weight.detach()}
    if initial_bias is not None:
        start["bias"] = initial_bias.detach()

    def step(state, _):
        records, parameters = state
        gradients, (loss, z) = grad_and_value(objective, has_aux=True)(parameters, x, y)
        moved = {name: value - lr * gradients[name] for name, value in parameters.items()}
        record = Epoch(
            loss.item(), z, gradients["weight"], gradients.get("bias"), moved["weight"], moved.get("bias")
        )
        return [*records, record], moved

    return reduce(step, range(epochs), ([], start))[0]


def network_loss(hidden, output, x, y):
    return (((x @ hidden.T).tanh() @ output.T).reshape(-1) - y).pow(2).mean()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    arguments = [t.detach() for t in (hidden_weight, output_weight, inputs, targets)]
    return HiddenGradients(*grad(network_loss, argnums=(0, 1))(*arguments))


def _near(rows, tolerance, i, j):
    return bool(((rows[i] - rows[j]).abs() <= tolerance).all())


def symmetry_groups(rows, tolerance=1e-6):
    near = partial(_near, rows, tolerance)

    def put(groups, i):
        at = next((g for g, group in enumerate(groups) if any(near(i, j) for j in group)), None)
        if at is None:
            return groups + [[i]]
        return [group + [i] if g == at else group for g, group in enumerate(groups)]

    return reduce(put, range(len(rows)), [])


is_symmetric = lambda rows, tolerance=1e-6: len(symmetry_groups(rows, tolerance=tolerance)) < 2  # noqa: E731


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.nn.Linear(features, neurons, bias=False).weight
