"""Functional version: torch.func instead of .backward()."""
import functools
import types

import torch
from torch.func import grad, grad_and_value, vmap

Epoch = types.SimpleNamespace
HiddenGradients = types.SimpleNamespace


def _predict(params, x):
    out = torch.nn.functional.linear(x, params["weight"])
    return out + params["bias"] if "bias" in params else out


def _loss(params, x, t):
    p = _predict(params, x)
    return vmap(lambda column: (column - t).square().mean(), in_dims=1)(p).mean(), p


def _step(params, grads, lr):
    return {name: value - lr * grads[name] for name, value in params.items()}


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    params = {"weight": initial_weight}
    if initial_bias is not None:
        params["bias"] = initial_bias
    value_and_slope = grad_and_value(_loss, has_aux=True)
    records = []
    while len(records) < epochs:
        grads, (loss, prediction) = value_and_slope(params, inputs, targets)
        params = _step(params, grads, lr)
        records.append(
            Epoch(
                loss=loss,
                prediction=prediction,
                weight_gradient=grads["weight"],
                bias_gradient=grads.get("bias"),
                weight=params["weight"],
                bias=params.get("bias"),
            )
        )
    return records


def _collect(rows, tolerance=1e-6, *, same):
    """Sort the row numbers into groups; a row joins the first group with *any* member like it."""
    groups = []
    for number, row in enumerate(rows):
        home = next((g for g in groups if any(same(row, rows[m], tolerance) for m in g)), None)
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    return groups


def _close(a, b, tolerance):
    return torch.linalg.vector_norm(a - b, ord=float("inf")) <= tolerance


symmetry_groups = functools.partial(_collect, same=_close)

is_symmetric = lambda rows, tolerance=1e-6: (rows.amax(0) - rows.amin(0)).max() <= tolerance  # noqa: E731


def _network_loss(weights, x, t):
    hidden, output = weights
    return ((torch.tanh(x @ hidden.mT) @ output.mT).squeeze(1) - t).pow(2).mean()


hidden_gradients = lambda inputs, targets, hidden_weight, output_weight: HiddenGradients(  # noqa: E731
    **dict(zip(("hidden", "output"), grad(_network_loss)((hidden_weight, output_weight), inputs, targets)))
)


def _draw(neurons, features, seed, *, low=-1.0, high=1.0):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        unit = torch.distributions.Uniform(low, high).sample((neurons, features))
    return unit / features**0.5


break_symmetry = functools.partial(_draw, low=-0.99, high=0.99)
